"""Command: trains the tokenizer of a size and writes it to `WORK/tokenizer`."""

from __future__ import annotations

import argparse
from pathlib import Path

from gloss_training import tokenizer
from gloss_training.corpus import Corpus
from gloss_training.sizes import SIZES


def main() -> None:
    """Parses the options and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train.txt[.xz]")
    parser.add_argument("--work", type=Path, required=True, help="folder of this run")
    parser.add_argument("--size", choices=SIZES, default="nano")
    parser.add_argument("--characters", type=int, default=48_000_000, help="size of the sample")
    options = parser.parse_args()
    config = SIZES[options.size]
    trained = tokenizer.train(Corpus(options.corpus, "train"), config.vocab_size, options.characters)
    tokenizer.write(trained, options.work / "tokenizer", config.max_position_embeddings)


if __name__ == "__main__":
    main()
