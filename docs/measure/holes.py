#!/usr/bin/env python3
"""Cuts holes into this repository's own code, to find out how a model is best asked.

The result, lsp-server/src/main/resources/dev/gloss/server/eval/calibration.jsonl,
is shipped: `gloss models calibrate` has a model fill these holes in each form that
it knows. Our own code is used because no published model has seen it, and short
contexts, so that a laptop is done in minutes.

    python3 docs/measure/holes.py
"""

import json
import random
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TARGET = ROOT / "lsp-server/src/main/resources/dev/gloss/server/eval/calibration.jsonl"
SEED = 20261127
PREFIX_CHARS, SUFFIX_CHARS = 900, 300
LONGEST_HOLE = 80

# How many holes a language gets, its name in LSP, and where its code lies.
LANGUAGES = [
    (20, "java", r"src/main/java/.*\.java$"),
    (8, "javascript", r"src/main/resources/web/js/.*\.js$"),
    (8, "python", r"inference/training/gloss_training/.*\.py$"),
    (4, "lua", r"editors/.*\.lua$"),
]
COMMENT = re.compile(r"\s*(//|/\*|\*|#|--|\"\"\")")
PASSED_OVER = re.compile(r"\s*(import|package|from|local \w+ = require)\b")
BOUNDARY = re.compile(r"(?<=\W)(?=\w)|(?<=\w)(?=\W)")


def tracked(pattern):
    """Files of the repository whose path matches."""
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    return sorted(name for name in names if re.search(pattern, name) and "package-info" not in name)


def code_lines(text):
    """Start and end of each line that says something, its indentation left out."""
    at = 0
    lines = text.splitlines(keepends=True)
    for line in lines:
        body = line.rstrip("\n")
        start = at + len(body) - len(body.lstrip())
        end = at + len(body)
        at += len(line)
        if COMMENT.match(body) or PASSED_OVER.match(body):
            continue
        if len(re.findall(r"\w", body)) >= 4 and end - start <= LONGEST_HOLE:
            yield start, end


def hole(chance, name, language, kind):
    """A hole in a file: a line's code, or the rest of a line from some border of words on."""
    text = (ROOT / name).read_text(encoding="utf-8")
    candidates = [line for line in code_lines(text) if line[0] > PREFIX_CHARS // 2]
    if not candidates:
        return None
    start, end = chance.choice(candidates)
    if kind == "midline":
        borders = [start + m.start() for m in BOUNDARY.finditer(text[start:end])]
        borders = [border for border in borders if end - border >= 3]
        if not borders:
            return None
        start = chance.choice(borders)
    first = max(0, start - PREFIX_CHARS)
    if first > 0:
        first = text.index("\n", first) + 1
    return {
        "id": f"{Path(name).name}:{text.count(chr(10), 0, start) + 1}",
        "language": language,
        "kind": kind,
        "prefix": text[first:start],
        "suffix": text[end : end + SUFFIX_CHARS],
        "middle": text[start:end],
    }


def main():
    chance = random.Random(SEED)
    holes = []
    for count, language, pattern in LANGUAGES:
        names, found, used = tracked(pattern), [], set()
        while len(found) < count:
            name = chance.choice(names)
            cut = hole(chance, name, language, "midline" if len(found) % 2 else "line")
            # A file gives one hole, where there are files enough, and never the same one twice.
            key = name if len(names) >= 2 * count else cut and cut["id"]
            if cut and key not in used:
                used.add(key)
                found.append(cut)
        holes.extend(found)
    chance.shuffle(holes)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        for cut in holes:
            file.write(json.dumps(cut, ensure_ascii=False) + "\n")
    print(f"{len(holes)} holes, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
