"""Command: makes the rows of the reasoning cold start from what `java/ExtractMethods.java` found in the corpus.

An example is what the chat template renders for "Explain this method." and a method's code, then
`<think>` a trace of static facts `</think><answer>` the Javadoc's first sentence `</answer>` and the end token; a part
are questions whose answer the syntax decides.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gloss_training import tokenizer as tokenizers
from gloss_training.prompts import INSTRUCTION, PromptMaker
from gloss_training.shards import write

QUESTIONS = {
    "throws": "Which exception class does this method create and throw?",
    "params": "How many parameters does this method declare?",
    "returns": "What is the declared return type of this method?",
    "loops": "How many loop statements (for, while, do-while) does the body contain?",
    "null": "Does the body contain a statement `return null;`? Answer yes or no.",
    "recursive": "Does the method call a method with its own name? Answer yes or no.",
}


def target(maker: PromptMaker, think: str, answer: str) -> list[int]:
    """Ids of a thought and an answer with the end token; the four tags are tokens."""
    ids = maker.ids
    return [
        *(ids.think, *maker.encode(think), ids.think_end),
        *(ids.answer, *maker.encode(answer), ids.answer_end),
        ids.eos,
    ]


_CALLS = re.compile(r"Calls ((?:\w+, )*\w+)\.")


def shortened(think: str, calls: int) -> str:
    """The trace with at most so many calls named: a long list is where a very small model loses its way."""
    return _CALLS.sub(lambda match: f"Calls {', '.join(match[1].split(', ')[:calls])}.", think)


def examples(
    methods: list[dict[str, str]], question_share: float, rng: random.Random
) -> list[tuple[str, str, str, str]]:
    """(instruction, code, thought, answer) for every method, and questions for a share of them.

    An answer that already makes up more than half of its kind is passed over, so that guessing it gains nothing.
    """
    chosen: list[tuple[str, str, str, str]] = []
    given: dict[str, Counter[str]] = {kind: Counter() for kind in QUESTIONS}
    for method in methods:
        chosen.append((INSTRUCTION, method["code"], method["think"], method["answer"]))
        if rng.random() >= question_share:
            continue
        kind = rng.choice([kind for kind in QUESTIONS if kind in method])
        answers = given[kind]
        if answers[method[kind]] * 2 > answers.total() + 2:
            continue
        answers[method[kind]] += 1
        chosen.append((QUESTIONS[kind], method["code"], method["think"], method[kind]))
    return chosen


@dataclass(frozen=True)
class Layout:
    """How examples become rows."""

    tokens: int  # a row has one more
    prompt_weight: float = 0.25  # loss weight of the code
    target_weight: float = 2.0  # of thought and answer
    tag_weight: float = 6.0  # of the tags and the end: without them nothing of the rest is of use
    longest_think: int = 120  # tokens; longer examples are dropped
    longest_answer: int = 60


def rows(maker: PromptMaker, chosen: list[tuple[str, str, str, str]], layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """Packs examples into rows [n, tokens + 1] u16 with weights [n, tokens] u8 in eighths.

    None is cut: one that does not fit into what is left of a row begins the next, one that fits no row is dropped.
    """
    length = layout.tokens + 1
    tags = {maker.ids.think, maker.ids.think_end, maker.ids.answer, maker.ids.answer_end, maker.ids.eos}
    packed: list[list[int]] = []
    weights: list[list[float]] = []
    for instruction, code, think, answer in chosen:
        prompt = maker.question(code, instruction)
        wanted = target(maker, think, answer)
        thought = wanted.index(maker.ids.think_end) - 1
        if thought > layout.longest_think or len(wanted) - thought - 5 > layout.longest_answer:
            continue
        if len(prompt) + len(wanted) > length:
            continue
        if not packed or len(packed[-1]) + len(prompt) + len(wanted) > length:
            packed.append([])
            weights.append([])
        packed[-1] += prompt + wanted
        weights[-1] += [0.0] + [layout.prompt_weight] * (len(prompt) - 1)
        weights[-1] += [layout.tag_weight if token in tags else layout.target_weight for token in wanted]
    ids = np.full((len(packed), length), maker.ids.pad, np.uint16)
    shares = np.zeros((len(packed), length), np.uint8)
    for index, (row, weight) in enumerate(zip(packed, weights, strict=True)):
        ids[index, : len(row)] = row
        shares[index, : len(row)] = np.array(weight) * 8
    return ids, shares[:, 1:]


def main() -> None:
    """Writes one shard to `WORK/explain`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--methods", type=Path, required=True, help="JSONL that ExtractMethods.java wrote")
    parser.add_argument("--tokens", type=int, default=512, help="row length")
    parser.add_argument("--question-share", type=float, default=0.15)
    parser.add_argument("--longest-think", type=int, default=120, help="tokens; examples above are dropped")
    parser.add_argument("--longest-answer", type=int, default=60, help="likewise")
    parser.add_argument("--calls", type=int, default=4, help="calls that a trace names at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    methods = [json.loads(line) for line in options.methods.read_text("utf-8").splitlines()]
    for method in methods:
        method["think"] = shortened(method["think"], options.calls)
    chosen = examples(methods, options.question_share, rng)
    rng.shuffle(chosen)
    maker = PromptMaker(tokenizers.load(options.work / "tokenizer"))
    layout = Layout(options.tokens, longest_think=options.longest_think, longest_answer=options.longest_answer)
    ids, weights = rows(maker, chosen, layout)
    write(options.work / "explain" / f"{options.tokens}-{options.seed:02d}-0000", ids, weights)
    kept = int((ids == maker.ids.think).sum())
    print(f"{kept} of {len(chosen)} examples in {len(ids)} rows of {options.tokens} tokens")


if __name__ == "__main__":
    main()
