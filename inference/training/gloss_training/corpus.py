"""Reads the cleaned corpus: `<split>.txt[.xz]`, UTF-8, each file followed by one NUL, and `<split>.idx.jsonl[.xz]`."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import numpy as np


class CorpusError(Exception):
    """A corpus file is missing or is not what its index says."""


def read_bytes(folder: Path, name: str) -> bytes:
    """The content of `folder/name`, or of `folder/name.xz` unpacked."""
    plain, packed = folder / name, folder / (name + ".xz")
    if plain.exists():
        return plain.read_bytes()
    if packed.exists():
        return lzma.decompress(packed.read_bytes())
    raise CorpusError(f"{plain}: expected this file or {packed.name}, found neither; see README.md, 'The corpus'")


class Corpus:
    """The documents of one split. Holds the text once, as bytes; documents are decoded when asked for."""

    def __init__(self, folder: Path, split: str, documents: slice = slice(None)) -> None:
        """Reads `split` ("train" or "valid"); `documents` keeps a part of it (a smoke run takes few)."""
        self._bytes = read_bytes(folder, f"{split}.txt")
        rows = read_bytes(folder, f"{split}.idx.jsonl").decode("utf-8").splitlines()
        index = [json.loads(row) for row in rows]
        ends = np.flatnonzero(np.frombuffer(self._bytes, dtype=np.uint8) == 0)
        if len(ends) != len(index):
            raise CorpusError(f"{split}.txt has {len(ends)} documents, expected {len(index)} as in {split}.idx.jsonl")
        starts = np.concatenate([[0], ends[:-1] + 1])
        self.libraries: list[str] = [row[0] for row in index][documents]
        self.paths: list[str] = [row[1] for row in index][documents]
        self._starts, self._ends = starts[documents], ends[documents]
        self._cumulative = np.cumsum(self._ends - self._starts)

    def __len__(self) -> int:
        return len(self._starts)

    def document(self, index: int) -> str:
        """The text of one document."""
        return self._bytes[self._starts[index] : self._ends[index]].decode("utf-8")

    def draw(self, rng: random.Random) -> str:
        """A random document, each with the probability of its length: every character is as likely as any other."""
        position = rng.randrange(int(self._cumulative[-1]))
        return self.document(int(np.searchsorted(self._cumulative, position, side="right")))

    def sample(self, characters: int, seed: int) -> list[str]:
        """Different random documents, together about `characters` long (for the tokenizer)."""
        order = list(range(len(self)))
        random.Random(seed).shuffle(order)
        chosen: list[str] = []
        for index in order:
            if characters <= 0:
                break
            chosen.append(self.document(index))
            characters -= len(chosen[-1])
        return chosen
