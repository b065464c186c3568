"""Turns documents into rows of token ids with a weight for each: plain text and fill-in-the-middle."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from gloss_training.corpus import Corpus
from gloss_training.holes import Lines
from gloss_training.prompts import PromptMaker

# A generous bound of characters a token, so that a window is never too short for its row.
CHARACTERS_PER_TOKEN = 6
# Below this many tokens the rest of a row is padded rather than filled with another example.
SHORTEST = 64


@dataclass(frozen=True)
class Recipe:
    """How rows are made."""

    tokens: int  # a row has one more: the first is only read, never predicted
    fim_share: float = 0.8
    middle_weight: float = 4.0  # loss weight of a middle and its end, against 1.0 of context tokens
    suffix_share: float = 0.25  # of the context, as in the engine


class RowMaker:
    """Makes rows from one corpus; deterministic in the seed."""

    def __init__(self, corpus: Corpus, tokenizer: Tokenizer, recipe: Recipe, seed: int) -> None:
        """Keeps what it is given; draws nothing yet."""
        self.corpus, self.recipe = corpus, recipe
        self.prompts = PromptMaker(tokenizer)
        self.ids = self.prompts.ids
        self.rng = random.Random(seed)

    def row(self) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]:
        """One row [tokens + 1] u16, weights of its targets [tokens] u8 in eighths, and where the middles are."""
        length = self.recipe.tokens + 1
        row: list[int] = []
        weights: list[float] = []
        middles: list[tuple[int, int]] = []
        while length - len(row) >= (1 if not row else SHORTEST):
            room = length - len(row)
            fim = self.rng.random() < self.recipe.fim_share
            example, middle = self._fim(room) if fim else self._plain(room)
            row_weights = [1.0] * len(example)
            row_weights[0] = 0.0  # a begin token is never predicted
            for at in range(len(example) - middle, len(example) if middle else 0):
                row_weights[at] = self.recipe.middle_weight
            if middle:
                middles.append((len(row) + len(example) - middle, len(row) + len(example)))
            row += example
            weights += row_weights
        row += [self.ids.pad] * (length - len(row))
        weights += [0.0] * (length - len(weights))
        return np.array(row, np.uint16), np.array(np.array(weights[1:]) * 8, np.uint8), middles

    def _plain(self, room: int) -> tuple[list[int], int]:
        """A window of a document from its start or from a line border, cut where the row ends."""
        text = self.corpus.draw(self.rng)
        window = room * CHARACTERS_PER_TOKEN
        if len(text) > window and self.rng.random() < 0.8:
            start = text.find("\n", self.rng.randrange(len(text) - window // 2)) + 1
        else:
            start = 0
        ids = [self.ids.bos, *self.prompts.encode(text[start : start + window])]
        if start + window >= len(text):
            ids.append(self.ids.eos)
        return ids[:room], 0

    def _fim(self, room: int) -> tuple[list[int], int]:
        """BOS, begin, hole, suffix, end, prefix, middle, EOS; and the length of middle with EOS.

        The three parts are tokenised apart: a hole that starts inside of a line starts inside of a token.
        """
        while True:
            text = self.corpus.draw(self.rng)
            hole = Lines(text).hole(self.rng)
            if hole is None or hole.end <= hole.start:
                continue
            middle = self.prompts.encode(text[hole.start : hole.end])
            free = room - len(middle) - 5
            if free < room // 2:
                if room < self.recipe.tokens // 2:
                    return self._plain(room)
                continue
            suffix_bound = int(free * self.recipe.suffix_share)
            end = hole.end + suffix_bound * CHARACTERS_PER_TOKEN
            suffix = self.prompts.head(self.prompts.encode(text[hole.end : end]), suffix_bound, end < len(text))
            begin = max(0, hole.start - free * CHARACTERS_PER_TOKEN)
            prefix = self.prompts.tail(self.prompts.encode(text[begin : hole.start]), free - len(suffix), begin > 0)
            return [*self.prompts.laid_out(prefix, suffix), *middle, self.ids.eos], len(middle) + 1
