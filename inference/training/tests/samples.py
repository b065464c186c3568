"""A small corpus of made-up Java files, and a tokenizer trained on it."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from gloss_training import tokenizer
from gloss_training.corpus import Corpus

VOCABULARY = 480
_NOUNS = ("Name", "Size", "Value", "Key", "Index", "Owner", "Parent", "Count", "Label", "State")


def java_file(rng: random.Random, number: int) -> str:
    """A class with getters, a guard and a loop."""
    methods = []
    for noun in rng.sample(_NOUNS, 4):
        field = noun.lower()
        methods.append(
            f"    /** Returns the {field}. */\n    public int get{noun}() {{\n        return {field};\n    }}\n\n"
            f"    public void set{noun}(int {field}) {{\n        if ({field} < {rng.randrange(9)}) {{\n"
            f'            throw new IllegalArgumentException("{field}");\n        }}\n'
            f"        for (int i = 0; i < {field}; i++) {{\n            total += i;\n        }}\n"
            f"        this.{field} = {field};\n    }}\n"
        )
    return (
        f"package org.example;\n\nimport java.util.List;\n\npublic class Sample{number} {{\n"
        + "\n".join(methods)
        + "}\n"
    )


def write_corpus(folder: Path, files: int = 40) -> None:
    """Writes both splits, unpacked."""
    rng = random.Random(7)
    for split in ("train", "valid"):
        texts = [java_file(rng, number) for number in range(files)]
        (folder / f"{split}.txt").write_bytes(b"".join(text.encode() + b"\0" for text in texts))
        rows = [json.dumps(["org.example:sample:1", f"Sample{n}.java", len(text)]) for n, text in enumerate(texts)]
        (folder / f"{split}.idx.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


@cache
def trained(folder: Path) -> Tokenizer:
    """The tokenizer of the corpus in `folder`, trained once."""
    return tokenizer.train(Corpus(folder, "train"), VOCABULARY, 100_000)
