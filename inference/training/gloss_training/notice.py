"""Command: writes NOTICE, the libraries on which the embedded model was trained and their licences."""

from __future__ import annotations

import argparse
from pathlib import Path

from gloss_training.corpus_build import libraries

HEAD = """\
Gloss

The embedded model (inference/embedded-model) was trained by this project, from random weights, on the source text of
the libraries below, as published in their sources artifacts. Leading licence comments were cut before training. The
text of the libraries is the work of their authors under the licences named; it is not part of this distribution.
The architecture follows the papers on DeepSeek-V2 and DeepSeek-V3; no weights of DeepSeek were used.

"""


def notice(coordinates: Path) -> str:
    """The text of NOTICE."""
    trained = sorted(library for library in libraries(coordinates) if library.split == "train")
    width = max(len(library.coordinate) for library in trained)
    lines = [f"{library.coordinate:{width}}  {library.licence}".rstrip() for library in trained]
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parent.parent
    parser.add_argument("--coordinates", type=Path, default=here / "coordinates.txt")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(notice(options.coordinates), encoding="utf-8")


if __name__ == "__main__":
    main()
