"""Command: trains a model on prepared rows.

The stable run (`--run stable`) warms up and then keeps its learning rate for as long as it is given time; it goes on
where it stopped. A release is a branch of it (`--run NAME --branch-from CHECKPOINT --decay-tokens N`): the learning
rate falls linearly to 0 while the MTP module and, with `--explain-share`, the explanations are learnt.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gloss_training import checkpoints, folder
from gloss_training.export import export
from gloss_training.model import DeepseekModel
from gloss_training.muon import optimizers
from gloss_training.replicas import Replicas
from gloss_training.shards import Shards, parse_mix
from gloss_training.sizes import SIZES


class Streams:
    """Draws batches from shards of several row lengths and kinds in fixed proportions."""

    def __init__(self, work: Path, mix: dict[int, float], explain_share: float, explain_tokens: int) -> None:
        """`mix` is over the fill-in-the-middle and plain rows; `explain_share` of all batches are explanations."""
        self.sources = {f"shards/{tokens}": Shards(work / "shards", tokens) for tokens in mix}
        self.shares = {f"shards/{tokens}": share * (1 - explain_share) for tokens, share in mix.items()}
        if explain_share:
            key = f"explain/{explain_tokens}"
            self.sources[key] = Shards(work / "explain", explain_tokens)
            self.shares[key] = explain_share

    def next(self, progress: dict[str, Any], batch_tokens: int) -> tuple[str, Tensor, Tensor]:
        """The batch whose turn it is: of the kind that lags most behind its share. Moves the position in `progress`."""
        taken: dict[str, int] = progress["batches"]
        count = progress.setdefault("batch_count", sum(taken.values())) + 1
        key = max(self.shares, key=lambda k: self.shares[k] * count - taken.get(k, 0))
        source = self.sources[key]
        rows = max(1, batch_tokens // source.tokens)
        position = progress["positions"].get(key, 0)
        ids, weights = source.batch(position, rows)
        progress["positions"][key] = position + rows
        taken[key] = taken.get(key, 0) + 1
        progress["batch_count"] = count
        return key, torch.from_numpy(ids.astype("int64")), torch.from_numpy(weights.astype("float32")) / 8


def rate(step: int, warmup: int, done: float) -> float:
    """Share of the full learning rate: up over the first steps, constant, down with `done` (0 to 1) of the decay."""
    return min(1.0, (step + 1) / warmup) * max(0.0, 1.0 - done)


@torch.no_grad()
def validate(model: DeepseekModel, work: Path, tokens: int, rows: int, device: str) -> dict[str, float]:
    """Loss of context tokens and of middles on rows of the validation libraries, in nats a token."""
    model.eval()
    ids, weights = Shards(work / "valid", tokens).batch(0, rows)
    result = {"context": [0.0, 0], "middle": [0.0, 0]}
    for start in range(0, len(ids), 8):
        row = torch.from_numpy(ids[start : start + 8].astype("int64")).to(device)
        weight = torch.from_numpy(weights[start : start + 8].astype("float32")).to(device) / 8
        _, each, _ = model.loss(row, weight)
        for name, mask in (("context", weight == 1), ("middle", weight > 1)):
            result[name][0] += float(each[mask.flatten()].sum())
            result[name][1] += int(mask.sum())
    model.train()
    return {f"valid_{name}": total / max(count, 1) for name, (total, count) in result.items()}


def fast_bf16(device: str) -> bool:
    """Whether the machine multiplies bfloat16 numbers faster than f32 ones."""
    return device == "cuda" or torch.cpu._is_avx512_bf16_supported()


class Run:
    """One training run: model, optimisers, data and progress."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Builds everything and restores the newest checkpoint of the run, or the one to branch from."""
        self.options = options
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(options.seed)
        self.folder: Path = options.work / options.run
        self.folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = self.folder / "checkpoint.pt"
        self.config = SIZES[options.size]
        self.model = DeepseekModel(self.config, mtp=options.mtp_share > 0).to(self.device).train()
        if self.device == "cuda":
            for layer in self.model.layers:
                layer.compile(dynamic=False)
        bf16 = options.dtype == "bf16" or (options.dtype == "auto" and fast_bf16(self.device))
        self.optimizers = optimizers(self.model, options.lr, options.adam_lr, options.weight_decay, bf16)
        self.progress: dict[str, Any] = {"step": 0, "tokens": 0, "seconds": 0.0, "positions": {}, "batches": {}}
        if self.checkpoint.exists():
            self.progress = checkpoints.restore(checkpoints.read(self.checkpoint), self.model, self.optimizers)
        elif options.branch_from:
            content = checkpoints.read(options.branch_from)
            self.progress = checkpoints.restore(content, self.model, self.optimizers)
            self.progress["branched_at"] = self.progress["tokens"]
            self.progress["branched_seconds"] = self.progress["seconds"]
            if options.fresh_data:
                self.progress["positions"] = {}
            if not checkpoints.has_mtp(content, self.config):
                self.model.start_mtp()
            self.progress["batches"], self.progress["batch_count"] = {}, 0
        elif options.start_from:
            state = folder.read(options.start_from).state_dict()
            missing = self.model.load_state_dict(state, strict=False).missing_keys
            if missing:
                raise ValueError(f"{options.start_from}: {missing[0]} and {len(missing) - 1} more are missing")
            self.progress["tokens"] = int(options.start_tokens)
        threads = options.threads if self.device == "cpu" else 1
        self.replicas = Replicas(self.model, threads, options.micro_tokens, bf16)
        if threads > 1:
            self.optimizers[0].map = ThreadPoolExecutor(threads).map  # type: ignore[attr-defined]
        self.streams = Streams(options.work, options.mix, options.explain_share, options.explain_tokens)
        self.log = (self.folder / "log.jsonl").open("a", encoding="utf-8")
        self.stop = False

    def done(self) -> float:
        """How much of the decay is behind us, 0 in a stable run."""
        options, progress = self.options, self.progress
        if options.decay_seconds:
            return (progress["seconds"] - progress["branched_seconds"]) / options.decay_seconds
        if options.decay_tokens:
            return (progress["tokens"] - progress["branched_at"]) / options.decay_tokens
        return 0.0

    def finished(self) -> bool:
        """Whether the decay or the bound of a stable run is reached."""
        options, progress = self.options, self.progress
        bound = progress["tokens"] >= options.until_tokens or progress["seconds"] >= options.until_seconds
        return bound or self.done() >= 1

    def step(self) -> dict[str, Any]:
        """One optimiser step; returns what to log."""
        options, progress = self.options, self.progress
        scale = rate(progress["step"], options.warmup, self.done())
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * scale
        key, rows, weights = self.streams.next(progress, options.batch_tokens)
        rows, weights = rows.to(self.device), weights.to(self.device)
        each, drafts, loads = self.replicas.losses(rows, weights, options.mtp_share, progress["step"])
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if not math.isfinite(float(norm)):
            raise FloatingPointError(f"step {progress['step']}: gradient norm is {float(norm)}; lower --lr and resume")
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        used = loads[loads.sum(1) > 0]
        imbalance = float((used.max(1).values / used.mean(1)).max())
        for router in self.model.routers():
            # At the end the choice of experts holds still, so that they can settle.
            router.move_bias(options.bias_speed if self.done() < 0.9 else 0.0)
        progress["step"] += 1
        progress["tokens"] += rows.numel() - len(rows)
        result = {"kind": key, "context": _mean(each, weights == 1), "middle": _mean(each, weights > 1)}
        result |= {"norm": float(norm), "rate": scale, "max_load": imbalance}
        if drafts.numel():
            result["mtp"] = float(drafts.mean())
        return result

    def save(self) -> None:
        """Replaces the checkpoint of the run, and the exported model where one is asked for."""
        checkpoints.save(self.checkpoint, self.model, self.optimizers, self.progress)
        if self.options.export:
            export(self.checkpoint, self.config, self.options.work / "tokenizer", self.options.export, "fp8")

    def train(self) -> None:
        """Steps until the decay or `--until-tokens` is reached, or a signal asks to stop."""
        options, progress = self.options, self.progress
        saved = started = time.monotonic()
        validated = progress["tokens"]
        began = progress["tokens"]
        while not self.stop and not self.finished():
            before = time.monotonic()
            row = self.step()
            now = time.monotonic()
            progress["seconds"] += now - before
            speed = (progress["tokens"] - began) / (now - started)
            if progress["tokens"] - validated >= options.validate_every:
                validated = progress["tokens"]
                row |= validate(self.model, options.work, options.valid_tokens, options.valid_rows, self.device)
            self._write(row, speed)
            if now - saved > options.save_seconds:
                saved = now
                self.save()
        row = validate(self.model, options.work, options.valid_tokens, options.valid_rows, self.device)
        self._write(row, 0.0)
        self.save()

    def _write(self, row: dict[str, Any], speed: float) -> None:
        head = {"step": self.progress["step"], "tokens": self.progress["tokens"], "speed": round(speed)}
        head["seconds"] = round(self.progress["seconds"], 1)
        rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}
        self.log.write(json.dumps(head | rounded) + "\n")
        self.log.flush()


def _mean(values: Tensor, mask: Tensor) -> float | None:
    return float(values[mask].mean()) if bool(mask.any()) else None


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of tokenizer, shards and runs")
    parser.add_argument("--size", choices=SIZES, default="nano")
    parser.add_argument("--run", default="stable", help="name of the run's folder below --work")
    parser.add_argument("--branch-from", type=Path, help="checkpoint that a new run starts from")
    parser.add_argument("--fresh-data", action="store_true", help="read the shards from their beginning in a branch")
    parser.add_argument("--start-from", type=Path, help="exported folder whose weights a new stable run starts from")
    parser.add_argument("--start-tokens", type=float, default=0, help="tokens that those weights have seen")
    parser.add_argument(
        "--decay-tokens", type=float, default=0, help="learning rate to 0 over so many tokens, then end"
    )
    parser.add_argument("--decay-seconds", type=float, default=0, help="the same by wall clock: for busy machines")
    parser.add_argument("--until-tokens", type=float, default=math.inf)
    parser.add_argument(
        "--until-seconds", type=float, default=math.inf, help="training time of the run, all restarts together"
    )
    parser.add_argument("--mix", type=parse_mix, default=parse_mix("256:0.4,512:0.4,1024:0.2"))
    parser.add_argument("--explain-share", type=float, default=0.0, help="share of batches that are explanations")
    parser.add_argument("--explain-tokens", type=int, default=512, help="row length of the explanations")
    parser.add_argument("--mtp-share", type=float, default=0.0, help="share of each batch that trains the MTP module")
    parser.add_argument("--batch-tokens", type=int, default=8192)
    parser.add_argument("--lr", type=float, default=3e-3, help="Muon's, in AdamW's scale")
    parser.add_argument("--adam-lr", type=float, default=3e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--warmup", type=int, default=40, help="steps")
    parser.add_argument("--bias-speed", type=float, default=1e-3)
    parser.add_argument("--validate-every", type=float, default=500e3, help="tokens")
    parser.add_argument("--valid-tokens", type=int, default=512, help="row length of validation")
    parser.add_argument("--valid-rows", type=int, default=64)
    parser.add_argument("--save-seconds", type=float, default=180)
    parser.add_argument("--export", type=Path, help="folder to write the model to with every checkpoint")
    parser.add_argument("--dtype", choices=("auto", "f32", "bf16"), default="auto", help="numbers of the products")
    parser.add_argument("--threads", type=int, default=2, help="processes that compute, on a CPU")
    parser.add_argument("--micro-tokens", type=int, default=2048, help="tokens that a thread or a GPU computes at once")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main() -> None:
    """Trains; SIGTERM and SIGINT end the run after the step at hand, with a checkpoint."""
    options = options_of()
    torch.set_num_threads(1)
    run = Run(options)

    def end(_signal: int, _frame: Any) -> None:
        run.stop = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run.train()


if __name__ == "__main__":
    main()
