"""Guard rails: fill-in-the-middle quality and the form of explanations, on the trainer's own forward pass.

The figures that count come from the engine (`gloss eval`); these say before a release whether it is worth making.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from gloss_training import folder, tokenizer
from gloss_training.corpus import Corpus
from gloss_training.decode import greedy
from gloss_training.model import DeepseekModel
from gloss_training.prompts import PromptMaker

LINE_TOKENS, BLOCK_TOKENS = 48, 128
EXPLANATION_TOKENS = 200
_FORM = re.compile(
    r"<think>(?:(?!</?(?:think|answer)>).)+</think><answer>(?:(?!</?(?:think|answer)>).)+</answer>", re.S
)


def common_subsequence(a: str, b: str) -> int:
    """Length of the longest common subsequence; the row of the table is the bits of one integer."""
    masks: dict[str, int] = defaultdict(int)
    for index, character in enumerate(a):
        masks[character] |= 1 << index
    full = (1 << len(a)) - 1
    row = full
    for character in b:
        shared = row & masks[character]
        row = (row + shared | row - shared) & full
    return (~row & full).bit_count()


def edit_similarity(a: str, b: str) -> float:
    """2 · LCS / (|a| + |b|), 1 for two empty texts."""
    return 2 * common_subsequence(a, b) / (len(a) + len(b)) if a or b else 1.0


def _spread(cases: list[Any], limit: int | None) -> list[Any]:
    if not limit or limit >= len(cases):
        return cases
    return [cases[index * len(cases) // limit] for index in range(limit)]


def read_cases(path: Path, limit: int | None) -> list[dict[str, str]]:
    """Evenly spread cases of a JSONL file."""
    return _spread([json.loads(line) for line in path.read_text("utf-8").splitlines()], limit)


def fim(model: DeepseekModel, maker: PromptMaker, cases: list[dict[str, str]]) -> tuple[dict[str, Any], list[Any]]:
    """Exact match and edit similarity in percent, by kind; and the predictions."""
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    predictions = []
    for case in cases:
        line = case["kind"] != "block"
        room = LINE_TOKENS if line else BLOCK_TOKENS
        prefix, suffix = maker.encode(case["prefix"]), maker.encode(case["suffix"])
        ids = maker.fim(prefix, suffix, model.config.max_position_embeddings - room)
        tokens = greedy(model, ids, room, {maker.ids.eos}).tokens
        text = maker.tokenizer.decode(tokens, skip_special_tokens=False)
        predictions.append({"id": case["id"], "prediction": text})
        want, got = case["middle"].strip(), text.strip()
        if line:
            got = got.split("\n")[0].strip()
        score = (100.0 * (got == want), 100.0 * edit_similarity(got, want))
        for name in (case["kind"], "single-line") if line else (case["kind"],):
            scores[name].append(score)
    result = {
        kind: {
            "cases": len(values),
            "exact_match": round(sum(value[0] for value in values) / len(values), 2),
            "edit_similarity": round(sum(value[1] for value in values) / len(values), 2),
        }
        for kind, values in scores.items()
    }
    return result, predictions


def explain(model: DeepseekModel, maker: PromptMaker, cases: list[dict[str, str]]) -> tuple[dict[str, Any], list[Any]]:
    """Share of explanations that are exactly one thought and one answer and end by themselves, in percent."""
    good = 0
    predictions = []
    for case in cases:
        ids = maker.question(case["code"])
        room = min(EXPLANATION_TOKENS, model.config.max_position_embeddings - len(ids))
        found = greedy(model, ids, room, {maker.ids.eos}) if room > 0 else None
        text = maker.tokenizer.decode(found.tokens, skip_special_tokens=False) if found else ""
        ended = found is not None and len(found.tokens) < room
        good += ended and _FORM.fullmatch(text) is not None
        predictions.append({"id": case["id"], "prediction": text})
    return {"cases": len(cases), "format_consistency": round(100.0 * good / len(cases), 2)}, predictions


def memorised(model: DeepseekModel, maker: PromptMaker, corpus: Corpus, probes: int) -> dict[str, Any]:
    """Share of places in the training text of which 200 characters bring forth the next 300 verbatim, in percent."""
    rng = random.Random(11)
    known = 0
    for _ in range(probes):
        text = corpus.draw(rng)
        while len(text) < 1_000:
            text = corpus.draw(rng)
        at = rng.randrange(200, len(text) - 300)
        ids = [maker.ids.bos, *maker.encode(text[at - 200 : at])]
        wanted = text[at : at + 300]
        # As far as it agrees: most continuations differ at once.
        found = greedy(model, ids, 8, {maker.ids.eos}).tokens
        if wanted.startswith(maker.tokenizer.decode(found, skip_special_tokens=False)):
            whole = greedy(model, ids, 150, {maker.ids.eos}).tokens
            known += maker.tokenizer.decode(whole, skip_special_tokens=False).startswith(wanted)
    return {"probes": probes, "verbatim": round(100.0 * known / probes, 2)}


def main() -> None:
    """Prints one JSON document, and writes it to `--out`; predictions go to `--predictions`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="exported folder")
    parser.add_argument("--fim", type=Path, help="cases, JSONL with id, kind, prefix, suffix, middle")
    parser.add_argument("--explain", type=Path, help="cases, JSONL with id and code")
    parser.add_argument("--corpus", type=Path, help="probe how much of its training text the model knows by heart")
    parser.add_argument("--limit", type=int, help="evenly spread cases of each")
    parser.add_argument("--out", type=Path, help="JSON to write")
    parser.add_argument("--predictions", type=Path, help="JSONL to write")
    options = parser.parse_args()
    model = folder.read(options.model)
    maker = PromptMaker(tokenizer.load(options.model))
    result: dict[str, Any] = {}
    predictions: list[Any] = []
    for name, path, evaluation in (("fim", options.fim, fim), ("explain", options.explain, explain)):
        if path:
            result[name], found = evaluation(model, maker, read_cases(path, options.limit))
            predictions += found
    if options.corpus:
        result["memorised"] = memorised(model, maker, Corpus(options.corpus, "train"), options.limit or 200)
    text = json.dumps(result, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    if options.predictions:
        rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in predictions]
        options.predictions.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
