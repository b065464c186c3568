"""Command: draws the losses of one or more runs over the tokens seen."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def read_log(work: Path, run: str) -> list[dict[str, Any]]:
    """The rows of a run's log."""
    return [json.loads(line) for line in (work / run / "log.jsonl").read_text("utf-8").splitlines()]


def smooth(values: list[float], width: int = 20) -> np.ndarray:
    """Running mean over the last `width` values."""
    sums = np.cumsum([0.0, *values])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - width)
    return np.asarray((sums[ends] - sums[starts]) / (ends - starts))


def draw(work: Path, runs: list[str], out: Path) -> None:
    """One picture: training loss of context and middle tokens as lines, validation as dots."""
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for run in runs:
        rows = read_log(work, run)
        for name, colour in (("context", "tab:blue"), ("middle", "tab:orange"), ("mtp", "tab:green")):
            kept = [row for row in rows if row.get(name) is not None and not row.get("kind", "").startswith("explain")]
            if kept:
                style = "-" if run == runs[0] else "--"
                tokens = [row["tokens"] / 1e6 for row in kept]
                axes.plot(tokens, smooth([row[name] for row in kept]), style, color=colour, label=f"{run}: {name}")
            dots = [row for row in rows if f"valid_{name}" in row]
            axes.plot([row["tokens"] / 1e6 for row in dots], [row[f"valid_{name}"] for row in dots], "o", color=colour)
    axes.set(xlabel="million tokens", ylabel="nats a token", title="Loss (lines: training, dots: validation libraries)")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(out, dpi=100)


def main() -> None:
    """Parses the options and draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--runs", nargs="+", default=["stable"])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    draw(options.work, options.runs, options.out)


if __name__ == "__main__":
    main()
