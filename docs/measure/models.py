#!/usr/bin/env python3
"""Measures models with `gloss` and writes docs/models.md from the figures.

    docs/measure/models.py --holes HOLES.jsonl --methods METHODS.jsonl NAME=FILE [NAME=FILE ...]
    docs/measure/models.py                      # writes the page again from docs/measure/models.json

NAME=embedded measures the model in the box. HOLES has `id`, `kind`, `prefix`, `suffix`, `middle`,
of which the kinds `line` and `midline` are taken; METHODS has `id`, `code`, `summary`. What was
measured is kept in docs/measure/models.json, a model at a time (`--again NAME` measures one anew),
and every prediction in the folder --work, so that a run can be cut off and gone on with.
Speeds are the machine's at that moment: measure when nothing else runs, and those of all models on
one machine (`--speed`); the other figures are the same on every machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
FIGURES = HOME / "docs" / "measure" / "models.json"
PAGE = HOME / "docs" / "models.md"
WORK = Path.home() / ".cache" / "gloss-measure"

# Kinds of holes that are within a line.
LINES = ("line", "midline")


def gloss(*arguments):
    """The JSON document that a command prints."""
    done = subprocess.run([HOME / "gloss", *arguments, "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"gloss {' '.join(map(str, arguments))}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def machine():
    """Processor and number of cores, as the system names them."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    flags = ""
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
            if line.startswith("flags"):
                flags = " with AVX-512" if "avx512f" in line else " with AVX2" if "avx2" in line else ""
    return f"{os.cpu_count()} cores of {name}{flags}"


def some(file, count, kinds=None):
    """So many of a file's cases, evenly spread, as the lines that they are."""
    lines = [line for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    if kinds:
        lines = [line for line in lines if json.loads(line)["kind"] in kinds]
    count = min(count, len(lines))
    return [lines[i * len(lines) // count] for i in range(count)]


def of_file(file):
    """The arguments that name a model; an empty FILE is the one in the box."""
    return [] if file in ("", "embedded") else ["--model", file]


def predictions(what, name, options):
    """Where the predictions of an evaluation stay."""
    return options.work / f"{what}-{name}.predictions.jsonl"


def evaluate(what, name, model, cases, options):
    """A report of `gloss eval`, whose predictions stay in the folder of the work."""
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = options.work / f"{what}-{len(cases)}.jsonl"
    chosen.write_text("".join(line + "\n" for line in cases), encoding="utf-8")
    kept = predictions(what, name, options)
    return gloss("eval", what, *model, "--cases", chosen, "--predictions", kept, "--resume")


def speed(model):
    """How fast a model is, and where."""
    return {"machine": machine(), "bench": gloss("bench", *model)}


def measure(name, file, options):
    """All figures of one model; an empty FILE is the one in the box."""
    model = of_file(file)
    figures = speed(model) | {"inspect": gloss("inspect", *model)}
    if model and Path(file).is_file():
        figures["file_bytes"] = Path(file).stat().st_size
    holes = some(options.holes, options.hole_count, LINES)
    figures["fim"] = evaluate("fim", name, model, holes, options)
    methods = some(options.methods, options.method_count)
    figures["explain"] = evaluate("explain", name, model, methods, options)
    return figures


def interval(value):
    return f"{value['mean']:.1f} ({value['low']:.1f}-{value['high']:.1f})"


def row(name, figures):
    inspect, bench = figures["inspect"], figures["bench"]
    lines = figures["fim"]["by_kind"]["single-line"]
    explained = figures["explain"]["intervals"]
    size = figures.get("file_bytes")
    return " | ".join([
        "",
        name,
        figures.get("licence") or inspect["file"]["licence"] or "see its card",
        inspect["dtype"],
        f"{size / 1e6:,.0f} MB" if size else "in the box",
        f"{bench['peak_rss_bytes'] / 2**20:,.0f} MiB",
        f"{bench['prefill_tokens_per_second']:,.0f} / {bench['decode_tokens_per_second']:,.0f}",
        f"{interval(lines['exact_match'])} / {lines['edit_similarity']['mean']:.1f} of {lines['cases']}",
        f"{interval(explained['rouge_l'])} of {figures['explain']['cases']}",
        "",
    ]).strip()


def page(all_figures):
    """The page as text."""
    machines = sorted({figures["machine"] for figures in all_figures.values()})
    rows = "\n".join(row(name, figures) for name, figures in all_figures.items())
    return f"""# Which model for which machine

<!-- Written by docs/measure/models.py from docs/measure/models.json; change those. -->

Measured on {" and ".join(machines)}.

| model | licence | type | file | memory | reads / writes, tokens/s | lines exact, % / similarity | explanations, ROUGE-L |
|---|---|---|---|---|---|---|---|
{rows}

- *Memory* is the most that `gloss bench` had in use, the cache of its prompt included.
- *Lines exact*: holes in lines of libraries that the embedded model was not trained on, each asked as an editor asks and filled exactly,
  with its 95 % interval; similarity is twice the longest common subsequence over both lengths. **Public libraries may be in the training data of
  the files that people publish**: compare prompts and engines by these figures, hardly models.
- *Explanations*: the answer's first sentence against the first sentence that the method's author wrote. It punishes other words for the
  same thing.
- The embedded model is there to show everything on any machine at once. For work take the largest that fits: from about 2 GB of free memory
  Qwen2.5-Coder 0.5B or 1.5B to type with, from 8 GB a 7B, from 24 GB a mixture of experts such as Qwen3-Coder-30B-A3B; `gloss models` tells what
  fits on yours, and how fast it will be.

The figures are those of `gloss bench`, `gloss eval fim` and `gloss eval explain`, each with `--model FILE`; one command measures them all and
writes this page:

```
docs/measure/models.py --holes HOLES.jsonl --methods METHODS.jsonl NAME=FILE ...
```
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="NAME=FILE")
    parser.add_argument("--holes")
    parser.add_argument("--methods")
    parser.add_argument("--hole-count", type=int, default=300)
    parser.add_argument("--method-count", type=int, default=100)
    parser.add_argument(
        "--licence", action="append", default=[], metavar="NAME=TEXT",
        help="of a model whose file states none")
    parser.add_argument("--work", type=Path, default=WORK, metavar="FOLDER")
    parser.add_argument("--again", action="append", default=[], metavar="NAME")
    parser.add_argument(
        "--speed", action="store_true",
        help="measure the speed anew of models whose other figures are known")
    options = parser.parse_args()
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    if options.models and not (options.speed or options.holes and options.methods):
        parser.error("expected --holes and --methods with models to measure")
    for model in options.models:
        name, _, file = model.partition("=")
        known = name in figures and name not in options.again
        if known and not options.speed:
            continue
        print(f"measuring {name}", file=sys.stderr)
        if known:
            figures[name].update(speed(of_file(file)))
        else:
            figures[name] = measure(name, file, options)
            licences = dict(text.split("=", 1) for text in options.licence)
            figures[name]["licence"] = licences.get(name)
        FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    if not figures:
        parser.error("nothing was measured yet: name a model")
    PAGE.write_text(page(figures))


if __name__ == "__main__":
    main()
