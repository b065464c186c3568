"""Data parallelism over processes of one machine that share the weights; each has its own gradients.

One process that computes half of a batch is faster on a CPU than two threads inside of every operator, which wait for
one another a thousand times a step (measured: 1,770 against 1,470 tokens per CPU-second on Zen 3), and than two threads
that each compute half of it, of which only one can run Python at a time (0.66 against 0.94 s a step on Zen 4).
"""

from __future__ import annotations

import atexit
import copy
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import torch
from torch import Tensor, multiprocessing

from gloss_training.model import DeepseekModel


class Job(NamedTuple):
    """A batch in pieces that a process computes at once, and which of them train the MTP module."""

    ids: list[Tensor]
    weights: list[Tensor]
    drafting: set[int]
    drafted_weight: float


class Losses(NamedTuple):
    """What a process found: losses of targets and of drafts by number of the piece, the load of its routers."""

    by_piece: dict[int, tuple[Tensor, Tensor]]
    loads: Tensor


class Replicas:
    """The model, and copies of it in other processes whose parameters are the same memory."""

    def __init__(self, model: DeepseekModel, processes: int, micro_tokens: int, bf16: bool = False) -> None:
        """`micro_tokens` bounds what a process computes at once: its activations should stay in the cache. With `bf16`
        products are of bfloat16 numbers, everything else stays f32."""
        self.model = model
        self.bf16 = bf16
        self.micro_tokens = micro_tokens
        # The processes take the pieces by one counter: one whose core another program uses takes fewer of them.
        self._taken = multiprocessing.get_context("fork").Value("l", 0)
        if processes > 1:
            model.share_memory()
        self._helpers = [_Helper(model, self._taken, bf16) for _ in range(processes - 1)]

    def losses(self, rows: Tensor, weights: Tensor, mtp_share: float, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Adds the gradients of a batch to the model's.

        rows [batch, tokens + 1], weights [batch, tokens] → losses of the targets [batch, tokens], of those drafts that
        were trained (a `mtp_share` of the batch) [n], and the load of all routers [layers, experts].
        """
        size = max(1, self.micro_tokens // (rows.shape[1] - 1))
        pieces = list((weights / weights.sum()).split(size))
        drafting = _evenly(len(pieces), mtp_share, step, 1 + len(self._helpers))
        job = Job(list(rows.split(size)), pieces, drafting, sum(float(pieces[at][:, 1:].sum()) for at in drafting))
        self._taken.value = 0
        for helper in self._helpers:
            helper.start(job)
        found = _compute(self.model, job, _numbers(self._taken, len(pieces)), self.bf16)
        by_piece, loads = found.by_piece, found.loads
        for helper in self._helpers:
            other = helper.add_gradients()
            by_piece |= other.by_piece
            loads = loads + other.loads
        ordered = [by_piece[index] for index in range(len(pieces))]
        for router, load in zip(self.model.routers(), loads, strict=True):
            router.load.copy_(load)
        return torch.cat([each for each, _ in ordered]), torch.cat([drafts for _, drafts in ordered]), loads


class _Helper:
    """One of the other processes, seen from the first."""

    def __init__(self, model: DeepseekModel, taken: Any, bf16: bool) -> None:
        self._parameters = list(model.parameters())
        self._gradients = [torch.zeros_like(parameter).share_memory_() for parameter in self._parameters]
        twin = copy.deepcopy(model)
        for own, shared in zip(twin.parameters(), self._parameters, strict=True):
            own.data = shared.data
        for router, original in zip(twin.routers(), model.routers(), strict=True):
            router.e_score_correction_bias = original.e_score_correction_bias
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe()
        arguments = (theirs, self._connection, twin, self._gradients, taken, bf16)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        # It ignores the signals that ask the first process to end after the step at hand.
        atexit.register(process.kill)

    def start(self, job: Job) -> None:
        # As arrays: a tensor would be sent as a file of its own.
        self._connection.send((*([part.numpy() for part in parts] for parts in job[:2]), *job[2:]))

    @torch.no_grad()
    def add_gradients(self) -> Losses:
        """Waits for the process and adds what it found to the gradients of the first one's model."""
        by_piece, loads, touched = self._connection.recv()
        for index in touched:
            parameter, gradient = self._parameters[index], self._gradients[index]
            parameter.grad = gradient.clone() if parameter.grad is None else parameter.grad.add_(gradient)
        tensors = {index: (torch.from_numpy(each), torch.from_numpy(drafts)) for index, (each, drafts) in by_piece}
        return Losses(tensors, torch.from_numpy(loads))


def _serve(
    connection: Connection, other: Connection, twin: DeepseekModel, gradients: list[Tensor], taken: Any, bf16: bool
) -> None:
    """The life of another process: computes its share of each job until the first process is gone."""
    other.close()  # or its end would not be noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    torch.set_num_threads(1)
    while True:
        try:
            ids, weights, drafting, drafted_weight = connection.recv()
        except EOFError:
            return
        rows, shares = ([torch.from_numpy(part) for part in parts] for parts in (ids, weights))
        found = _compute(twin, Job(rows, shares, drafting, drafted_weight), _numbers(taken, len(ids)), bf16)
        touched = []
        with torch.no_grad():
            for index, (parameter, gradient) in enumerate(zip(twin.parameters(), gradients, strict=True)):
                if parameter.grad is not None:
                    gradient.copy_(parameter.grad)
                    parameter.grad = None
                    touched.append(index)
        by_piece = [(index, (each.numpy(), drafts.numpy())) for index, (each, drafts) in found.by_piece.items()]
        connection.send((by_piece, found.loads.numpy(), touched))


def _numbers(taken: Any, count: int) -> Iterator[int]:
    """Numbers of pieces that nobody else takes."""
    while True:
        with taken.get_lock():
            index = taken.value
            taken.value += 1
        if index >= count:
            return
        yield index


def _compute(model: DeepseekModel, job: Job, numbers: Iterator[int], bf16: bool) -> Losses:
    """Adds the gradients of pieces to the model's."""
    by_piece = {}
    for router in model.routers():
        router.load.zero_()
    for index in numbers:
        ids, weight = job.ids[index], job.weights[index]
        share = weight[:, 1:] / job.drafted_weight if index in job.drafting else None
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=bf16):
            loss, each, drafts = model.loss(ids, weight, share)
        loss.backward()  # type: ignore[no-untyped-call]
        by_piece[index] = each.view_as(weight), drafts.flatten()
    return Losses(by_piece, torch.stack([router.load for router in model.routers()]))


def _evenly(count: int, share: float, step: int, together: int) -> set[int]:
    """`share` of the numbers below `count`, spread, on the average of many steps.

    A step has a multiple of `together` of them: a process that drafts alone would keep the others waiting.
    """
    groups = count * share / together
    wanted = min(count, together * (int((step + 1) * groups) - int(step * groups)))
    return {(index * count // wanted + step) % count for index in range(wanted)} if wanted else set()
