#!/usr/bin/env python3
"""How far plain copying gets: the least that a model with the same context should reach.

    docs/measure/copying.py CASES.jsonl [--predictions OUT.jsonl] [--compare PREDICTIONS.jsonl]

CASES is what `gloss eval fim --cases` takes: `id`, `kind`, `prefix`, `suffix`, `middle`, and
`library` where the cases have it (else what stands in the id before the first `/`). Into each hole
goes what follows the place in prefix or suffix that agrees longest with the end of the prefix, up
to the end of its line; of places that agree as long the last one before the hole, or else the first
one behind it. Prints exact matches and similarity by library, over the kinds `line` and `midline`
and over all, of which the first line counts, as in `gloss eval fim`. --predictions writes what was
copied in the form of `gloss eval fim --predictions`; --compare prints the same figures of another
file of that form, so that it is seen where a model is below.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

# Less agreement than this says nothing about what follows.
LEAST = 2
LINES = ("line", "midline")


def agreement(text, at, context):
    """How many characters before `at` agree with the end of the context."""
    length = 0
    limit = min(at, len(context))
    while length < limit and text[at - 1 - length] == context[-1 - length]:
        length += 1
    return length


def places(text, context, last):
    """Offsets behind each occurrence of the context's last characters."""
    tail = context[-LEAST:]
    at = text.find(tail)
    while at >= 0 and at + len(tail) < last:
        yield at + len(tail)
        at = text.find(tail, at + 1)


def copied(prefix, suffix):
    """The line that follows the longest match; empty where nothing matches."""
    best, source = (0, 0, 0), ("", 0)
    if len(prefix) >= LEAST:
        # Nearer is better: later in the prefix, earlier in the suffix; the prefix before the suffix.
        for at in places(prefix, prefix, len(prefix)):
            best, source = max((best, source), ((agreement(prefix, at, prefix), 1, at), (prefix, at)))
        for at in places(suffix, prefix, len(suffix)):
            best, source = max((best, source), ((agreement(suffix, at, prefix), 0, -at), (suffix, at)))
    text, at = source
    end = text.find("\n", at)
    return text[at:] if end < 0 else text[at:end]


def first_line(text):
    lines = text.strip().splitlines()
    return lines[0].strip() if lines else ""


def similarity(a, b):
    """Twice the longest common subsequence over both lengths."""
    if not a and not b:
        return 1.0
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            above = row[j]
            row[j] = before + 1 if x == y else max(above, row[j - 1])
            before = above
    return 2 * row[-1] / (len(a) + len(b))


def library(case):
    return case.get("library") or (case["id"].split("/")[0] if "/" in case["id"] else "all")


def figures(cases, texts):
    """Exact matches and similarities, by library and over all."""
    scores = defaultdict(list)
    for case in cases:
        got = first_line(texts.get(case["id"], ""))
        want = first_line(case["middle"])
        score = (got == want, similarity(got, want))
        for name in dict.fromkeys((library(case), "all")):
            scores[name].append(score)
    return scores


def show(title, scores):
    print(f"{title:44} cases  exact %  similarity %")
    for name in sorted(scores, key=lambda name: (name == "all", name)):
        exact, alike = zip(*scores[name])
        count = len(exact)
        print(f"  {name:42} {count:5} {100 * sum(exact) / count:8.1f} {100 * sum(alike) / count:13.1f}")


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--predictions", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--compare", type=Path, metavar="PREDICTIONS.jsonl")
    options = parser.parse_args()
    cases = read(options.cases)
    texts = {case["id"]: copied(case["prefix"], case["suffix"]) for case in cases}
    if options.predictions:
        lines = [json.dumps({"id": id, "prediction": text}) for id, text in texts.items()]
        options.predictions.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    single = [case for case in cases if case["kind"] in LINES]
    for name, some in (("single lines", single), ("blocks, their first line", [c for c in cases if c not in single])):
        if some:
            show(f"copying, {name}", figures(some, texts))
    if options.compare:
        other = {line["id"]: line["prediction"] for line in read(options.compare)}
        compared = [case for case in single if case["id"] in other]
        if compared:
            show("copying, the cases that were compared", figures(compared, texts))
            show(f"{options.compare.name}", figures(compared, other))


if __name__ == "__main__":
    main()
