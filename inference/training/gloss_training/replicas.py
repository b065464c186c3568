"""Data parallelism over threads of one process: each thread has its own gradients and all share the weights.

One thread that computes half of a batch is faster on a busy CPU than two threads inside of every operator, which wait
for one another a thousand times a step (measured: 1,770 against 1,470 tokens per CPU-second on Zen 3, and no collapse
when other programs take one of the cores).
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch
from torch import Tensor

from gloss_training.model import DeepseekModel


class Replicas:
    """The model and copies of it whose parameters and buffers are the same memory."""

    def __init__(self, model: DeepseekModel, threads: int, micro_tokens: int) -> None:
        """`micro_tokens` bounds what a thread computes at once: its activations should stay in the cache."""
        self.models = [model]
        self.micro_tokens = micro_tokens
        for _ in range(threads - 1):
            twin = copy.deepcopy(model)
            for own, shared in zip(twin.parameters(), model.parameters(), strict=True):
                own.data = shared.data
            for router, original in zip(twin.routers(), model.routers(), strict=True):
                router.e_score_correction_bias = original.e_score_correction_bias
            self.models.append(twin)
        self.pool = ThreadPoolExecutor(threads)

    def losses(self, rows: Tensor, weights: Tensor, mtp_share: float, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Adds the gradients of a batch to the first model's.

        rows [batch, tokens + 1], weights [batch, tokens] → losses of the targets [batch, tokens], of those drafts that
        were trained (a `mtp_share` of the batch) [n], and the load of all routers [layers, experts].
        """
        size = max(1, self.micro_tokens // (rows.shape[1] - 1))
        pieces = list(zip(rows.split(size), (weights / weights.sum()).split(size), strict=True))
        drafting = _evenly(len(pieces), mtp_share, step)
        drafted_weight = sum(float(pieces[index][1][:, 1:].sum()) for index in drafting)
        results: list[Any] = [None] * len(pieces)

        # One iterator for all: a thread whose core is taken by another program takes fewer pieces.
        indices = iter(range(len(pieces)))

        def work(worker: int) -> None:
            model = self.models[worker]
            for index in indices:
                ids, weight = pieces[index]
                share = weight[:, 1:] / drafted_weight if index in drafting else None
                with torch.autocast("cuda", torch.bfloat16, enabled=ids.is_cuda):
                    loss, each, drafts = model.loss(ids, weight, share)
                loss.backward()  # type: ignore[no-untyped-call]
                results[index] = (each.view_as(weight), drafts)

        for _ in self.pool.map(work, range(len(self.models))):
            pass
        self._gather()
        each = torch.cat([result[0] for result in results])
        drafts = torch.cat([result[1].flatten() for result in results])
        loads = torch.stack([router.load for router in self.models[0].routers()])
        return each, drafts, loads

    def _gather(self) -> None:
        first = self.models[0]
        for twin in self.models[1:]:
            for target, source in zip(first.parameters(), twin.parameters(), strict=True):
                if source.grad is not None:
                    target.grad = source.grad if target.grad is None else target.grad.add_(source.grad)
                    source.grad = None
            for router, other in zip(first.routers(), twin.routers(), strict=True):
                router.load += other.load
                other.load.zero_()


def _evenly(count: int, share: float, step: int) -> set[int]:
    """`share` of the numbers below `count`, spread; on the average of many steps where they do not divide."""
    wanted = int((step + 1) * count * share) - int(step * count * share)
    return {(index * count // wanted + step) % count for index in range(wanted)} if wanted else set()
