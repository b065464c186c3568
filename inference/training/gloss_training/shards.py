"""Prepared rows on disk: `NAME.rows.npy` u16 [rows, tokens + 1], `NAME.weights.npy` u8 [rows, tokens] in eighths."""

from __future__ import annotations

import argparse
import multiprocessing
from functools import cache
from pathlib import Path

import numpy as np

from gloss_training import tokenizer as tokenizers
from gloss_training.corpus import Corpus
from gloss_training.examples import Recipe, RowMaker


def write(target: Path, rows: np.ndarray, weights: np.ndarray) -> None:
    """Writes one shard; it appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # The rows last: a shard is found by them.
    for suffix, values in ((".weights.npy", weights), (".rows.npy", rows)):
        part = target.with_name(target.name + suffix + ".part")
        with part.open("wb") as file:
            np.save(file, values)
        part.replace(target.with_name(target.name + suffix))


def make(corpus: Corpus, tokenizer: Path, recipe: Recipe, rows: int, seed: int, target: Path) -> None:
    """Draws the rows of one shard and writes it."""
    maker = RowMaker(corpus, tokenizers.load(tokenizer), recipe, seed)
    made = [maker.row()[:2] for _ in range(rows)]
    write(target, np.stack([row for row, _ in made]), np.stack([weights for _, weights in made]))


def parse_mix(text: str) -> dict[int, float]:
    """`256:0.4,512:0.6` → tokens a row and the share of batches that have them."""
    try:
        mix = {int(tokens): float(share) for tokens, share in (part.split(":") for part in text.split(","))}
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: expected TOKENS:SHARE,…, for example 256:0.4,512:0.6") from error
    total = sum(mix.values())
    return {tokens: share / total for tokens, share in mix.items()}


class Shards:
    """All shards of one row length and kind in a folder, read in order; waits for none: what is there is used."""

    def __init__(self, folder: Path, tokens: int) -> None:
        """Lists `folder/<tokens>-*.rows.npy`."""
        self.folder, self.tokens = folder, tokens

    def batch(self, position: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows number `position` to `position + rows` of the endless repetition of the shards there are now."""
        names = sorted(self.folder.glob(f"{self.tokens}-*.rows.npy"))
        if not names:
            raise FileNotFoundError(
                f"{self.folder}: no shard {self.tokens}-*.rows.npy; run gloss_training.shards first"
            )
        parts: list[tuple[np.ndarray, np.ndarray]] = []
        arrays = [np.load(name, mmap_mode="r") for name in names]
        total = sum(len(array) for array in arrays)
        at = position % total
        for name, array in zip(names, arrays, strict=True):
            if at >= len(array):
                at -= len(array)
                continue
            weights = np.load(str(name).replace(".rows.npy", ".weights.npy"), mmap_mode="r")
            parts.append((np.array(array[at : at + rows]), np.array(weights[at : at + rows])))
            rows -= len(parts[-1][0])
            at = 0
            if rows == 0:
                break
        if rows:
            parts.append(self.batch(0, rows))
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


@cache
def _corpus(folder: Path, split: str, documents: int | None) -> Corpus:
    """Read once a process: unpacking takes seconds."""
    return Corpus(folder, split, slice(documents))


def _make_one(job: tuple[Path, Path, Path, Recipe, int, int, int | None, str]) -> str:
    corpus, work, target, recipe, rows, seed, documents, split = job
    make(_corpus(corpus, split, documents), work / "tokenizer", recipe, rows, seed, target)
    return target.name


def main() -> None:
    """Makes the shards of a run, shortest rows first so that training can begin before all are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--mix", type=parse_mix, default=parse_mix("256:0.4,512:0.4,1024:0.2"))
    parser.add_argument("--tokens", type=float, default=20e6, help="tokens to make, over all lengths")
    parser.add_argument("--shard-tokens", type=float, default=2e6)
    parser.add_argument("--fim-share", type=float, default=0.8)
    parser.add_argument("--middle-weight", type=float, default=4.0)
    parser.add_argument("--split", choices=("train", "valid"), default="train")
    parser.add_argument("--folder", default="shards", help="below --work")
    parser.add_argument("--documents", type=int, default=None, help="use only the first so many (smoke)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    jobs = []
    for tokens, share in options.mix.items():
        count = max(1, round(options.tokens * share / options.shard_tokens))
        rows = int(min(options.tokens * share, options.shard_tokens) / tokens)
        recipe = Recipe(tokens, options.fim_share, options.middle_weight)
        for number in range(count):
            target = options.work / options.folder / f"{tokens}-{options.seed:02d}-{number:04d}"
            seed = hash((options.seed, tokens, number))
            jobs.append((number, options.corpus, options.work, target, recipe, rows, seed))
    jobs.sort(key=lambda job: job[0])
    full = [(*job[1:], options.documents, options.split) for job in jobs]
    full = [job for job in full if not job[2].with_name(job[2].name + ".rows.npy").exists()]
    with multiprocessing.Pool(options.processes) as pool:
        for name in pool.imap(_make_one, full):
            print(name, flush=True)


if __name__ == "__main__":
    main()
