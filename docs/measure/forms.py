#!/usr/bin/env python3
"""Measures in which form of the prompt a model fills holes best, form by form over the same holes.

    docs/measure/forms.py --holes HOLES.jsonl [--hole-count N] [--forms psm,spm,prefix] NAME=FILE ...

HOLES has `id`, `kind`, `prefix`, `suffix`, `middle`; the kinds `line` and `midline` are taken.
Prints, for each form, exact matches and similarity in percent, and what it gains and loses against
the first form. The best is what `FimFamily` names as a family's usual form; for a single file
`gloss models calibrate` finds it with holes of its own. Predictions stay in the folder --work, so
that a run can be cut off and gone on with.
"""

import argparse
import json
from pathlib import Path

import models


def right(case, prediction):
    """Whether the first line of a prediction is what stood in the hole."""
    lines = prediction.strip().splitlines() or [""]
    return lines[0].strip() == case["middle"].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("models", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--holes", required=True)
    parser.add_argument("--hole-count", type=int, default=100)
    parser.add_argument("--forms", default="psm,spm,prefix")
    parser.add_argument("--work", type=Path, default=models.WORK, metavar="FOLDER")
    options = parser.parse_args()
    holes = models.some(options.holes, options.hole_count, models.LINES)
    cases = {case["id"]: case for case in map(json.loads, holes)}
    for model in options.models:
        name, _, file = model.partition("=")
        first = None
        for form in options.forms.split(","):
            arguments = ["--fim-form", form, *models.of_file(file)]
            report = models.evaluate("fim", f"{name}-{form}", arguments, holes, options)
            lines = models.predictions("fim", f"{name}-{form}", options).read_text(encoding="utf-8")
            exact = {
                line["id"]
                for line in map(json.loads, lines.splitlines())
                if right(cases[line["id"]], line["prediction"])
            }
            first = exact if first is None else first
            print(
                f"{name:24} {form:8} exact {report['exact_match']:5.1f} %, "
                f"similarity {report['edit_similarity']:5.1f} %, of {len(cases)}; "
                f"gained {len(exact - first)}, lost {len(first - exact)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
