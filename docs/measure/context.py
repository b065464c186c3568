#!/usr/bin/env python3
"""Fits the weights by which pieces of other files are chosen for prompts, and shows how far they hold.

    docs/measure/context.py fit SAMPLES.jsonl [--library NAME ...] [--out RANKER.json]
    docs/measure/context.py check RANKER.json SAMPLES.jsonl [--library NAME ...]

SAMPLES is what `gloss eval context` writes: for pieces that are like the place, by how much likelier
they make the line that stood there, in nats. `fit` is a linear regression with a ridge over
standardized features; a gain counts up to 2 nats either way, since a few lines that stand in a piece
as they are would decide all. `check` prints what pieces of a foretold gain brought. --library takes
the samples of some libraries alone (a part of the name is enough), so that weights can be checked on
others than those that they were fitted to.
"""

import argparse
import json
import math
import sys
from pathlib import Path

from linear import solve

MOST = 2.0
RIDGE = 5.0
LEAST = 0.15
PARTS = 5


def read(path, libraries):
    samples = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return [s for s in samples if not libraries or any(name in s["library"] for name in libraries)]


def clipped(sample):
    return max(-MOST, min(MOST, sample["gain"]))


def fit(samples):
    names = list(samples[0]["features"])
    columns = [[s["features"][name] for s in samples] for name in names]
    means = [sum(column) / len(column) for column in columns]
    spreads = [math.sqrt(sum((v - m) ** 2 for v in c) / len(c)) or 1.0 for c, m in zip(columns, means)]
    points = [
        [1.0] + [(s["features"][n] - m) / d for n, m, d in zip(names, means, spreads)] for s in samples
    ]
    gains = [clipped(sample) for sample in samples]
    size = len(names) + 1
    matrix = [
        [sum(p[i] * p[j] for p in points) + (RIDGE if i == j and i else 0) for j in range(size)]
        for i in range(size)
    ]
    weights = solve(matrix, [sum(p[i] * g for p, g in zip(points, gains)) for i in range(size)])
    plain = {n: w / d for n, w, d in zip(names, weights[1:], spreads)}
    bias = weights[0] - sum(plain[n] * m for n, m in zip(names, means))
    return bias, plain


def foretold(ranker, sample):
    return ranker["bias"] + sum(ranker["weights"][n] * v for n, v in sample["features"].items())


def check(ranker, samples):
    samples = sorted(samples, key=lambda sample: foretold(ranker, sample))
    print("foretold  brought  (by length of line)  pieces")
    for part in range(PARTS):
        some = samples[part * len(samples) // PARTS : (part + 1) * len(samples) // PARTS]
        expected = sum(foretold(ranker, s) for s in some) / len(some)
        gain = sum(clipped(s) for s in some) / len(some)
        share = sum(s["gain"] for s in some) / sum(s["plain"] for s in some)
        print(f"{expected:8.3f} {gain:8.3f}  {100 * share:5.1f} % of the surprise  {len(some)}")
    chosen = [s for s in samples if foretold(ranker, s) >= ranker["least"]]
    left = [s for s in samples if foretold(ranker, s) < ranker["least"]]
    for name, some in (("chosen", chosen), ("left out", left)):
        if some:
            print(f"{name}: {len(some)}, {sum(map(clipped, some)) / len(some):.3f} nats each")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["fit", "check"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--library", action="append")
    parser.add_argument("--out")
    options = parser.parse_args()
    samples = read(options.files[-1], options.library)
    if len(samples) < PARTS:
        sys.exit(f"{options.files[-1]}: expected {PARTS} samples at least, found {len(samples)}")
    if options.what == "check":
        check(json.loads(Path(options.files[0]).read_text(encoding="utf-8")), samples)
        return
    bias, weights = fit(samples)
    libraries = sorted({s["library"].split(":")[-2] if ":" in s["library"] else s["library"] for s in samples})
    ranker = {
        "fitted": f"docs/measure/context.py, {len(samples)} pieces of {', '.join(libraries)}",
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
        "least": LEAST,
    }
    if options.out:
        Path(options.out).write_text(json.dumps(ranker, indent=2) + "\n", encoding="utf-8")
    check(ranker, samples)


if __name__ == "__main__":
    main()
