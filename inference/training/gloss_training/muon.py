"""Muon for the matrices (orthogonalised momentum, scaled to the size of AdamW's updates) and AdamW for the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from gloss_training.model import DeepseekModel

# Coefficients of the quintic Newton-Schulz step that drives all singular values towards 1.
_A, _B, _C = 3.4445, -4.7750, 2.0315


def orthogonalise(matrices: Tensor, steps: int = 5, bf16: bool = False) -> Tensor:
    """Nearest semi-orthogonal matrices, approximately; [batch, rows, columns], rows ≤ columns works fastest."""
    x = matrices.mT if matrices.shape[1] > matrices.shape[2] else matrices
    if bf16:
        x = x.bfloat16()
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = torch.bmm(x, x.mT)
        x = _A * x + torch.bmm(torch.baddbmm(gram, gram, gram, beta=_B, alpha=_C), x)
    x = x.mT if matrices.shape[1] > matrices.shape[2] else x
    return x.to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, Newton-Schulz, update · 0.2 · sqrt(longer side): the learning rate and decay of AdamW carry over."""

    def __init__(
        self, params: list[nn.Parameter], lr: float, weight_decay: float, bf16: bool = False, momentum: float = 0.95
    ) -> None:
        """Parameters are matrices or stacks of matrices [n, rows, columns]. With `bf16` the Newton-Schulz products are
        of bfloat16 numbers."""
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})
        # Runs the updates of the different shapes; a trainer with several threads puts its own map here.
        self.map: Callable[[Callable[[Any], None], Iterable[Any]], Iterable[None]] = map
        self.bf16 = bf16

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """One step; matrices of the same shape are orthogonalised together."""
        for group in self.param_groups:
            alike: dict[tuple[int, ...], list[tuple[nn.Parameter, Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                buffer = self.state[parameter].setdefault("momentum", torch.zeros_like(parameter))
                buffer.lerp_(parameter.grad, 1 - group["momentum"])
                nesterov = torch.lerp(parameter.grad, buffer, group["momentum"])
                # The gate and up halves of a stacked expert are two matrices.
                pieces = getattr(parameter, "matrices_in_a_row", 1)
                matrices = nesterov.view(-1, nesterov.shape[-2] // pieces, nesterov.shape[-1])
                alike[tuple(matrices.shape[1:])].append((parameter, matrices))
            jobs = [(group, members) for members in alike.values()]
            # The dearest shapes first, so that threads end together.
            jobs.sort(key=lambda job: -sum(matrices.numel() * min(matrices.shape[1:]) for _, matrices in job[1]))
            for _ in self.map(self._update, jobs):
                pass

    @torch.no_grad()
    def _update(self, job: tuple[dict[str, Any], list[tuple[nn.Parameter, Tensor]]]) -> None:
        group, members = job
        updates = orthogonalise(torch.cat([matrices for _, matrices in members]), bf16=self.bf16)
        scale = group["lr"] * 0.2 * max(updates.shape[1:]) ** 0.5
        pieces = updates.split([len(matrices) for _, matrices in members])
        for (parameter, _), update in zip(members, pieces, strict=True):
            parameter.mul_(1 - group["lr"] * group["weight_decay"])
            parameter.sub_(update.reshape(parameter.shape), alpha=scale)


def optimizers(
    model: DeepseekModel, lr: float, adam_lr: float, weight_decay: float, bf16: bool = False
) -> list[torch.optim.Optimizer]:
    """Muon for projections and experts, AdamW for embeddings, gates, norms; `initial_lr` is kept for the schedule."""
    gates = {id(router.weight) for router in model.routers()}
    embedded = {id(model.embed_tokens.weight), id(model.head)}
    matrices: list[nn.Parameter] = []
    vectors: list[nn.Parameter] = []
    tables: list[nn.Parameter] = []
    for parameter in model.parameters():
        if id(parameter) in embedded or id(parameter) in gates:
            tables.append(parameter)
        else:
            (matrices if parameter.ndim >= 2 else vectors).append(parameter)
    adam = torch.optim.AdamW(
        [{"params": tables, "weight_decay": weight_decay}, {"params": vectors, "weight_decay": 0.0}],
        lr=adam_lr,
        betas=(0.9, 0.95),
        eps=1e-10,
        fused=True,
    )
    result: list[torch.optim.Optimizer] = [Muon(matrices, lr, weight_decay, bf16), adam]
    for optimizer in result:
        for group in optimizer.param_groups:
            group["initial_lr"] = group["lr"]
    return result
