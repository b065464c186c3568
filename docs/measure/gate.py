#!/usr/bin/env python3
"""Fits the weights by which it is told how likely a text is kept, and shows how far that is true.

    docs/measure/gate.py fit SAMPLES.jsonl --model NAME --out GATE.json [--careful]
    docs/measure/gate.py check GATE.json SAMPLES.jsonl [--svg PICTURE.svg --title TEXT]

SAMPLES is what `gloss eval gate` writes. `fit` writes a resource of `dev.gloss.prompts.gate`: a
logistic regression by Newton's method over standardized features, with a ridge, the weights then
turned back so that they hold for the features as they are. Texts that are held back for another
reason do not count; the lines of a block behind the first count less, since there are many of them.
--careful makes the result less sure of itself, for models to which nothing was fitted: log-odds are
multiplied by 0.9 and lowered by 0.2. `check` prints, for samples of other libraries, how many texts
of a chance were kept, and what the three bars let through; --svg draws it.
"""

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

from linear import solve

RIDGE = 3.0
STEPS = 25
LATER_LINE = 0.25
BARS = {"quiet": 0.5, "balanced": 0.3, "eager": 0.15}
CAREFUL_SCALE, CAREFUL_OFFSET = 0.9, -0.2
BINS = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)


def read(path):
    samples = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return [sample for sample in samples if not sample["silence"]]


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def fitted(samples):
    """Bias and, by feature, its weight, mean and range."""
    names = [n for n in samples[0]["features"] if len({s["features"][n] for s in samples}) > 1]
    ranges = {}
    for name in names:
        values = [s["features"][name] for s in samples]
        ranges[name] = (quantile(values, 0.002), quantile(values, 0.998))
    rows = [
        [min(max(s["features"][n], ranges[n][0]), ranges[n][1]) for n in names] for s in samples
    ]
    means = [sum(column) / len(rows) for column in zip(*rows)]
    spreads = [
        math.sqrt(sum((v - m) ** 2 for v in column) / len(rows)) or 1.0
        for column, m in zip(zip(*rows), means)
    ]
    points = [[1.0] + [(v - m) / s for v, m, s in zip(r, means, spreads)] for r in rows]
    shares = [1.0 if s["line"] == 1 else LATER_LINE for s in samples]
    kept = [1.0 if s["kept"] else 0.0 for s in samples]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [-RIDGE * w if i else 0.0 for i, w in enumerate(weights)]
        hessian = [[RIDGE if i == j and i else 1e-9 * (i == j) for j in range(size)] for i in range(size)]
        for point, share, label in zip(points, shares, kept):
            p = sigmoid(sum(w * x for w, x in zip(weights, point)))
            slope = share * (label - p)
            curve = share * p * (1 - p)
            for i in range(size):
                gradient[i] += slope * point[i]
                bent = curve * point[i]
                row = hessian[i]
                for j in range(i + 1):
                    row[j] += bent * point[j]
        for i in range(size):
            for j in range(i):
                hessian[j][i] = hessian[i][j]
        step = solve(hessian, gradient)
        weights = [w + d for w, d in zip(weights, step)]
        if max(abs(d) for d in step) < 1e-6:
            break
    bias = weights[0] - sum(w * m / s for w, m, s in zip(weights[1:], means, spreads))
    return bias, {
        name: {
            "weight": w / s,
            "mean": m,
            "least": ranges[name][0],
            "most": ranges[name][1],
        }
        for name, w, m, s in zip(names, weights[1:], means, spreads)
    }


def chance(gate, sample):
    odds = gate["bias"]
    for name, weight in gate["weights"].items():
        value = min(max(sample["features"][name], weight["least"]), weight["most"])
        odds += weight["weight"] * value
    return sigmoid(odds)


def fit(args):
    samples = read(args.samples)
    bias, weights = fitted(samples)
    scale, offset = (CAREFUL_SCALE, CAREFUL_OFFSET) if args.careful else (1.0, 0.0)
    gate = {
        "fitted_on": args.model,
        "libraries": sorted({s["group"] for s in samples}),
        "samples": len(samples),
        "bias": round(scale * bias + offset, 4),
        "weights": {
            name: {
                "weight": round(scale * w["weight"], 4),
                **{key: round(w[key], 4) for key in ("mean", "least", "most")},
            }
            for name, w in weights.items()
        },
    }
    text = json.dumps(gate, indent=2)
    # A feature a line.
    for key in ("mean", "least", "most"):
        text = text.replace(f',\n      "{key}"', f', "{key}"')
    text = text.replace('{\n      "weight"', '{"weight"').replace("\n    }", "}")
    Path(args.out).write_text(text + "\n", encoding="utf-8")
    print(f"{len(samples)} samples, {sum(s['kept'] for s in samples)} kept -> {args.out}")


def curve(gate, samples):
    """By bin: how many, their mean chance, how many were kept."""
    bins = defaultdict(list)
    for sample in samples:
        p = chance(gate, sample)
        bins[max(b for b in BINS if b <= p)].append((p, sample["kept"]))
    return [
        (len(found), sum(p for p, _ in found) / len(found), sum(k for _, k in found) / len(found))
        for _, found in sorted(bins.items())
    ]


def auc(gate, samples):
    ordered = sorted((chance(gate, s), s["kept"]) for s in samples)
    rank, hits = 0.0, 0
    for place, (_, is_kept) in enumerate(ordered, 1):
        if is_kept:
            rank += place
            hits += 1
    return (rank - hits * (hits + 1) / 2) / max(1, hits * (len(ordered) - hits))


def check(args):
    gate = json.loads(Path(args.gate).read_text(encoding="utf-8"))
    samples = [s for s in read(args.samples) if s["line"] == 1]
    print(f"{len(samples)} first lines, {100 * sum(s['kept'] for s in samples) / len(samples):.1f} % kept, AUC {auc(gate, samples):.3f}")
    points = curve(gate, samples)
    for count, p, kept in points:
        print(f"  said {100 * p:5.1f} %   kept {100 * kept:5.1f} %   of {count}")
    places = {s["id"] for s in samples}
    for name, bar in BARS.items():
        shown = [s for s in samples if chance(gate, s) >= bar]
        if shown:
            print(
                f"{name:9} {100 * len(shown) / len(samples):5.1f} % shown, at"
                f" {100 * len({s['id'] for s in shown}) / len(places):5.1f} % of the places; of these"
                f" {100 * sum(s['kept'] for s in shown) / len(shown):5.1f} % kept,"
                f" first word {100 * sum(s['first_word'] for s in shown) / len(shown):5.1f} %"
            )
    if args.svg:
        Path(args.svg).write_text(picture(points, args.title or gate["fitted_on"]), encoding="utf-8")


def picture(points, title):
    """Chance from left to right, kept from bottom to top; the larger a point, the more texts."""
    size, left, top = 260, 46, 30

    def at(x, y):
        return left + x * size, top + (1 - y) * size

    most = max(count for count, _, _ in points)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + size + 20} {top + size + 44}"'
        ' font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{left}" y="18" font-size="13">{title}</text>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = at(tick, tick)
        parts.append(f'<path d="M{left} {y:.0f}H{left + size}M{x:.0f} {top}V{top + size}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{100 * tick:.0f}</text>')
        parts.append(f'<text x="{x:.0f}" y="{top + size + 14}" text-anchor="middle">{100 * tick:.0f}</text>')
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 3"/>')
    line = "L".join(f"{at(p, k)[0]:.1f} {at(p, k)[1]:.1f}" for _, p, k in points)
    parts.append(f'<path d="M{line}" fill="none" stroke="#1f6feb" stroke-width="2"/>')
    for count, p, k in points:
        x, y = at(p, k)
        radius = 2.5 + 6 * math.sqrt(count / most)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f6feb" fill-opacity="0.6">'
            f"<title>{count} texts: said {100 * p:.1f} %, kept {100 * k:.1f} %</title></circle>"
        )
    parts.append(
        f'<text x="{left + size / 2}" y="{top + size + 34}" text-anchor="middle">chance that was told, %</text>'
    )
    parts.append(
        f'<text transform="translate(12 {top + size / 2}) rotate(-90)" text-anchor="middle">kept, %</text></svg>'
    )
    return "\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(required=True)
    fitting = commands.add_parser("fit")
    fitting.add_argument("samples")
    fitting.add_argument("--model", required=True)
    fitting.add_argument("--out", required=True)
    fitting.add_argument("--careful", action="store_true")
    fitting.set_defaults(run=fit)
    checking = commands.add_parser("check")
    checking.add_argument("gate")
    checking.add_argument("samples")
    checking.add_argument("--svg")
    checking.add_argument("--title")
    checking.set_defaults(run=check)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
