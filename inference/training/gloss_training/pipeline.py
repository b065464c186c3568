"""Command: everything from the corpus to a model folder, by wall clock: a GPU's job, which `--smoke` rehearses.

Tokenizer, rows, explanations, stable run, decay, export, fixture, guard rails, model card. Each step that has left its
result in `--work` is passed over, so a run that was cut goes on where it was; the newest export stays usable.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from gloss_training.corpus import read_bytes
from gloss_training.sizes import SIZES

PACKAGE = "gloss_training"
HERE = Path(__file__).resolve().parent.parent


def module(name: str, *arguments: object) -> None:
    """Runs a module of this package; its failure ends the pipeline."""
    print(time.strftime("%H:%M:%S"), name, *arguments, flush=True)
    subprocess.run([sys.executable, "-m", f"{PACKAGE}.{name}", *map(str, arguments)], check=True, cwd=HERE)


def java() -> str:
    """The launcher of the JDK in JAVA_HOME, or the one on the path."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def explanations(options: argparse.Namespace, every: int, tokens: int) -> None:
    """Extracts methods from every Nth file of the corpus and makes rows of them."""
    methods = options.work / "methods.jsonl"
    if not methods.exists():
        text = options.work / "train.txt"
        text.write_bytes(read_bytes(options.corpus, "train.txt"))
        part = methods.with_suffix(".part")
        with part.open("wb") as target:
            extract = [java(), "-Xmx3g", str(HERE / "java" / "ExtractMethods.java"), str(text), str(every)]
            subprocess.run(extract, check=True, stdout=target)
        text.unlink()
        part.replace(methods)
    if not list((options.work / "explain").glob("*.rows.npy")):
        module("explain", "--work", options.work, "--methods", methods, "--tokens", tokens)


def prepare(options: argparse.Namespace, mix: str, tokens: float, documents: int | None) -> None:
    """Tokenizer and rows of both splits."""
    common = ["--corpus", options.corpus, "--work", options.work]
    if not (options.work / "tokenizer" / "tokenizer.json").exists():
        characters = 1_000_000 if options.smoke else 48_000_000
        module("tokenizer_train", *common, "--size", options.size, "--characters", characters)
    bounds = ["--documents", documents] if documents else []
    longest = SIZES[options.size].max_position_embeddings
    short = min(512, longest)
    rows = ["--tokens", 64 * short, "--shard-tokens", 64 * short]
    module("shards", *common, "--split", "valid", "--folder", "valid", "--mix", f"{short}:1", *rows, *bounds)
    module("shards", *common, "--mix", mix, "--tokens", tokens, "--processes", options.processes, *bounds)


def train(options: argparse.Namespace, stable_mix: str, decay_mix: str) -> None:
    """70 % of the time at the full learning rate, 30 % of it on the way to 0."""
    context = SIZES[options.size].max_position_embeddings
    seconds = options.minutes * 60
    common = ["--work", options.work, "--size", options.size, "--batch-tokens", options.batch_tokens]
    common += ["--micro-tokens", options.micro_tokens, "--lr", options.lr, "--adam-lr", options.lr]
    common += ["--threads", options.threads, "--valid-tokens", min(512, context)]
    module("train", *common, "--mix", stable_mix, "--until-seconds", 0.7 * seconds)
    branch = ["--branch-from", options.work / "stable" / "checkpoint.pt", "--run", "release"]
    branch += ["--export", options.work / "model"]  # a run that is cut leaves a model all the same
    extra = ["--mtp-share", 0.5, "--explain-share", 0.15, "--explain-tokens", min(512, context)]
    module("train", *common, *branch, *extra, "--mix", decay_mix, "--decay-seconds", 0.3 * seconds)


def release(options: argparse.Namespace) -> None:
    """Model folder, fixture, guard rails where there are cases, curve and card."""
    out = options.work / "model"
    module("export", "--work", options.work, "--size", options.size, "--run", "release", "--out", out)
    module("fixture", "--model", out, "--out", out / "golden.json")
    guard = []
    if options.fim_cases:
        guard = ["--guard", out / "guard.json"]
        module("evaluate", "--model", out, "--fim", options.fim_cases, "--limit", 200, "--out", out / "guard.json")
    module("card", "--model", out, "--work", options.work, "--runs", "stable", "release", *guard)


def main() -> None:
    """Parses the options and runs all steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--minutes", type=float, default=22, help="of training, the preparation not counted")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that make rows")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="that train on a CPU")
    parser.add_argument("--batch-tokens", type=int, default=131_072)
    parser.add_argument("--micro-tokens", type=int, default=65_536)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--fim-cases", type=Path, help="JSONL for the guard rail")
    parser.add_argument("--smoke", action="store_true", help="tiny settings, all steps, about two minutes")
    options = parser.parse_args()
    # The steps run in the folder of the package.
    options.corpus, options.work = options.corpus.resolve(), options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.smoke:
        options.size, options.minutes, options.processes, options.threads = "smoke", 0.4, 2, 2
        options.batch_tokens, options.micro_tokens = 1024, 512
        prepare(options, "128:0.5,256:0.5", 60_000, 2_000)
        explanations(options, 400, 256)
        train(options, "128:1", "256:1")
    else:
        prepare(options, "1024:0.9,2048:0.1", 70e6, None)
        explanations(options, 1, 512)
        train(options, "1024:1", "1024:0.7,2048:0.3")
    release(options)


if __name__ == "__main__":
    main()
