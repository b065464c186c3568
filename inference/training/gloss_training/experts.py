"""The routed experts' arithmetic: tokens sorted by expert, one matrix product an expert."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


def _silu_gradient(gate: Tensor, sigmoid: Tensor) -> Tensor:
    return sigmoid * (1 + gate * (1 - sigmoid))


class _SortedExperts(torch.autograd.Function):
    """Forward and backward written out: on a CPU autograd's gathers and concatenations cost as much as the products.

    x [n, h], experts [n, k] i64, weights [n, k], gate_up [e, 2i, h], down [e, h, i] → y [n, h].
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, experts: Tensor, weights: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
        k = experts.shape[1]
        flat = experts.reshape(-1)
        order = torch.argsort(flat, stable=True)
        inverse = torch.empty_like(order)
        inverse[order] = torch.arange(order.numel())
        counts = torch.bincount(flat, minlength=gate_up.shape[0]).tolist()
        xs = x.index_select(0, order // k)
        hidden = x.new_empty(xs.shape[0], gate_up.shape[1])
        y = torch.empty_like(xs)
        start = 0
        for expert, count in enumerate(counts):
            torch.mm(xs[start : start + count], gate_up[expert].T, out=hidden[start : start + count])
            start += count
        gate, up = hidden.chunk(2, dim=1)
        sigmoid = torch.sigmoid(gate)
        act = gate * sigmoid * up
        start = 0
        for expert, count in enumerate(counts):
            torch.mm(act[start : start + count], down[expert].T, out=y[start : start + count])
            start += count
        chosen = y.index_select(0, inverse).view(-1, k, x.shape[1])
        ctx.counts = counts
        ctx.save_for_backward(xs, hidden, sigmoid, act, chosen, order, inverse, weights, gate_up, down)
        return torch.bmm(weights.unsqueeze(1), chosen).squeeze(1)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        xs, hidden, sigmoid, act, chosen, order, inverse, weights, gate_up, down = ctx.saved_tensors
        dy = grads[0].contiguous()
        k = weights.shape[1]
        dweights = torch.bmm(chosen, dy.unsqueeze(2)).squeeze(2)
        dys = dy.index_select(0, order // k) * weights.reshape(-1).index_select(0, order).unsqueeze(1)
        dact = torch.empty_like(act)
        ddown, dgate_up = torch.empty_like(down), torch.empty_like(gate_up)
        start = 0
        for expert, count in enumerate(ctx.counts):
            rows = slice(start, start + count)
            torch.mm(dys[rows], down[expert], out=dact[rows])
            torch.mm(dys[rows].T, act[rows], out=ddown[expert])
            start += count
        gate, up = hidden.chunk(2, dim=1)
        dhidden = torch.cat((dact * up * _silu_gradient(gate, sigmoid), dact * gate * sigmoid), dim=1)
        dxs = torch.empty_like(xs)
        start = 0
        for expert, count in enumerate(ctx.counts):
            rows = slice(start, start + count)
            torch.mm(dhidden[rows], gate_up[expert], out=dxs[rows])
            torch.mm(dhidden[rows].T, xs[rows], out=dgate_up[expert])
            start += count
        dx = dxs.index_select(0, inverse).view(-1, k, xs.shape[1]).sum(1)
        return dx, None, dweights, dgate_up, ddown


def _grouped_experts(x: Tensor, experts: Tensor, weights: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
    """The same by grouped products without a synchronisation; CUDA, bfloat16."""
    k = experts.shape[1]
    flat = experts.reshape(-1)
    order = torch.argsort(flat, stable=True)
    inverse = torch.argsort(order)
    counts = torch.zeros(gate_up.shape[0], dtype=torch.int32, device=x.device)
    counts.scatter_add_(0, flat, torch.ones_like(flat, dtype=torch.int32))
    ends = counts.cumsum(0, dtype=torch.int32)
    xs = x.to(torch.bfloat16).index_select(0, order // k)
    hidden = torch._grouped_mm(xs, gate_up.to(torch.bfloat16).transpose(1, 2), offs=ends)
    gate, up = hidden.chunk(2, dim=1)
    y = torch._grouped_mm(F.silu(gate) * up, down.to(torch.bfloat16).transpose(1, 2), offs=ends)
    chosen = y.index_select(0, inverse).view(-1, k, x.shape[1])
    return (chosen * weights.to(chosen.dtype).unsqueeze(2)).sum(1).to(x.dtype)


def routed(x: Tensor, experts: Tensor, weights: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
    """Sum over the chosen experts of weight · down(silu(gate x) · up x). Shapes as in `_SortedExperts`."""
    if x.is_cuda:
        return _grouped_experts(x, experts, weights, gate_up, down)
    result: Tensor = _SortedExperts.apply(x, experts, weights, gate_up, down)  # type: ignore[no-untyped-call]
    return result
