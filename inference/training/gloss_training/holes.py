"""Chooses the holes of fill-in-the-middle examples: they look like the gaps that an editor asks for."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

_LEXEMES = re.compile(r"\w+|\s+|[^\w\s]")
_CODE = re.compile(r"\w")
_OPENING, _CLOSING = "([{", ")]}"
LONGEST_BLOCK = 12
LONGEST_SPAN = 300


class Hole(NamedTuple):
    """Character offsets of the missing middle: text[start:end]."""

    start: int
    end: int
    kind: str


class Lines:
    """The code lines of a document: no comments, imports, `package` lines, lone brackets."""

    def __init__(self, text: str) -> None:
        """Finds them."""
        self.text = text
        self.spans: list[tuple[int, int]] = []
        self.code: list[int] = []
        start, comment = 0, False
        for line in text.split("\n"):
            stripped = line.strip()
            opens = stripped.startswith("/*")
            if not (comment or opens or stripped.startswith(("//", "*", "import ", "package "))) and _CODE.search(line):
                self.code.append(len(self.spans))
            if comment or opens:
                comment = "*/" not in stripped
            # Without the indentation: a hole starts where the code does.
            self.spans.append((start + len(line) - len(line.lstrip()), start + len(line)))
            start += len(line) + 1

    def hole(self, rng: random.Random) -> Hole | None:
        """A random hole, or none when the draw does not suit the document."""
        if not self.code:
            return None
        kind = rng.choices(("line", "midline", "word", "block", "span"), (0.36, 0.30, 0.06, 0.14, 0.14))[0]
        first = rng.choice(self.code)
        start, end = self.spans[first]
        if kind == "line":
            return Hole(start, end, kind)
        if kind == "midline":
            borders = [match.start() for match in _LEXEMES.finditer(self.text, start, end)][1:]
            return Hole(rng.choice(borders), end, kind) if borders else None
        if kind == "word":
            # A cursor inside of a word, as while typing.
            inside = [at for at in range(start + 1, end) if self.text[at - 1].isalnum() and self.text[at].isalnum()]
            return Hole(rng.choice(inside), end, kind) if inside else None
        if kind == "block":
            return self._block(first, rng)
        length = rng.randint(1, LONGEST_SPAN)
        begin = rng.randrange(start, end)
        return Hole(begin, min(begin + length, len(self.text)), kind)

    def _block(self, first: int, rng: random.Random) -> Hole | None:
        """2 to 12 lines from a code line on whose brackets are balanced."""
        fitting: list[int] = []
        depth = 0
        for line in range(first, min(first + LONGEST_BLOCK, len(self.spans))):
            for character in self.text[slice(*self.spans[line])]:
                depth += (character in _OPENING) - (character in _CLOSING)
                if depth < 0:
                    break
            if depth < 0:
                break
            start, end = self.spans[line]
            if depth == 0 and line > first and end > start:
                fitting.append(line)
        return Hole(self.spans[first][0], self.spans[rng.choice(fitting)][1], "block") if fitting else None
