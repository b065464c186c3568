"""Writes `golden.json` from the trainer's own forward pass over an exported folder, for the engine's golden test."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

from gloss_training import folder, tokenizer
from gloss_training.decode import greedy
from gloss_training.model import DeepseekModel
from gloss_training.prompts import PromptMaker

GREEDY_TOKENS = 32

# (name, text before the hole, text after it)
FIM_PROMPTS = [
    ("return", "class Point {\n    private final int x;\n\n    int getX() {\n        return ", "\n    }\n}\n"),
    ("loop", "int sum(int[] values) {\n    int sum = 0;\n    ", "\n        sum += value;\n    }\n    return sum;\n}\n"),
    ("null-check", "void setName(String name) {\n    if (", ") {\n        throw new IllegalStateException();\n    }\n"),
    ("javadoc", "/**\n * Returns ", "\n */\npublic int size() {\n    return size;\n}\n"),
    ("start", "", "\nimport java.util.List;\n\npublic class Items {\n}\n"),
    ("no-suffix", "package org.example;\n\nimport java.util.", ""),
    ("block", "public boolean isEmpty() {\n    ", "\n}\n\npublic int size() {\n    return count;\n}\n"),
    ("unicode", "String greeting = \"Grüß Gott, 世界\";\nSystem.out.", "\n"),
]  # fmt: skip

EXPLAIN_PROMPTS = [
    ("explain-getter", "public int getSize() {\n    return size;\n}"),
    (
        "explain-guard",
        "public void add(String name, Object value) {\n    if (name == null) {\n"
        '        throw new IllegalArgumentException("name");\n    }\n    values.put(name, value);\n}',
    ),
]

# Prompts whose drafts are kept as well.
MTP_PROMPTS = {"loop", "no-suffix", "explain-guard"}


def _numbers(values: torch.Tensor) -> list[float]:
    return [float(f"{value:.8g}") for value in values.tolist()]


@torch.no_grad()
def _drafts(model: DeepseekModel, name: str, ids: list[int], continuation: list[int]) -> dict[str, Any]:
    """MTP results in the form of the golden fixtures: hidden states after the final norm, no mask at position 0."""
    whole = torch.tensor([ids + continuation])
    following = whole[:, 1:]
    hidden = model(whole)
    logits = model.logits(model.draft(hidden[:, :-1], following))[0]
    # Index len(ids) - 1 + j sees greedy[j] and drafts greedy[j + 1].
    drafts = logits.argmax(-1).tolist()[len(ids) - 1 :][: len(continuation) - 1]
    return {
        "prompt": name,
        "next_ids": following[0, : len(ids)].tolist(),
        "post_norm": {"last_logits": _numbers(logits[len(ids) - 1])},
        "greedy_drafts": drafts,
        "greedy_draft_hits": sum(map(int.__eq__, drafts, continuation[1:])),
    }


def golden(path: Path) -> dict[str, Any]:
    """The fixture of a model folder."""
    model = folder.read(path)
    maker = PromptMaker(tokenizer.load(path))
    prompts = {
        name: maker.fim(maker.encode(before), maker.encode(after), model.config.max_position_embeddings)
        for name, before, after in FIM_PROMPTS
    }
    prompts |= {name: maker.question(code) for name, code in EXPLAIN_PROMPTS}
    result: dict[str, Any] = {"format": 1, "variant": path.name, "prompts": [], "mtp": []}
    for name, ids in prompts.items():
        found = greedy(model, ids, GREEDY_TOKENS)
        result["prompts"].append(
            {
                "name": name,
                "ids": ids,
                "last_logits": _numbers(found.first_logits),
                "greedy": found.tokens,
                "greedy_top2_gap": [float(f"{gap:.6g}") for gap in found.gaps],
            }
        )
        if model.mtp is not None and name in MTP_PROMPTS:
            result["mtp"].append(_drafts(model, name, ids, found.tokens))
    return result


def main() -> None:
    """Writes the fixture next to nothing else: the target is a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="exported folder")
    parser.add_argument("--out", type=Path, required=True, help="golden.json to write")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(golden(options.model)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
