"""The routed experts' arithmetic: tokens sorted by expert, one matrix product an expert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


def _silu_gradient(gate: Tensor, sigmoid: Tensor) -> Tensor:
    return sigmoid * (1 + gate * (1 - sigmoid))


# Rows of an expert are filled up to a multiple of this: the library compiles its bfloat16 product anew for every shape.
ROWS_MULTIPLE = 64


def _places(flat: Tensor, experts: int) -> tuple[Tensor, list[int]]:
    """flat [n] i64, an expert each → its row when rows are sorted by expert, and where each expert's rows end."""
    counts = torch.bincount(flat, minlength=experts)
    padded = (counts + ROWS_MULTIPLE - 1) // ROWS_MULTIPLE * ROWS_MULTIPLE
    ends = padded.cumsum(0)
    shift = (ends - padded) - (counts.cumsum(0) - counts)
    order = torch.argsort(flat, stable=True)
    places = torch.empty_like(order)
    places[order] = torch.arange(order.numel()) + shift.index_select(0, flat.index_select(0, order))
    return places, ends.tolist()


def _slices(ends: list[int]) -> Iterator[tuple[int, slice]]:
    """Experts that have rows, and their rows."""
    start = 0
    for expert, end in enumerate(ends):
        if end > start:
            yield expert, slice(start, end)
        start = end


class _SortedExperts(torch.autograd.Function):
    """Forward and backward written out: on a CPU autograd's gathers and concatenations cost as much as the products.

    x [n, h], experts [n, k] i64, weights [n, k], gate_up [e, 2i, h], down [e, h, i] → y [n, h]. Under autocast the
    products are its type's; gradients of the weights are of the weights' type.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, experts: Tensor, weights: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
        ctx.dtypes = x.dtype, weights.dtype, gate_up.dtype
        if torch.is_autocast_enabled("cpu"):
            compute = torch.get_autocast_dtype("cpu")
            x, weights, gate_up, down = (value.to(compute) for value in (x, weights, gate_up, down))
        n, k = experts.shape
        places, ends = _places(experts.reshape(-1), gate_up.shape[0])
        xs = x.new_zeros(ends[-1], x.shape[1])
        xs[places] = x.repeat_interleave(k, 0)
        hidden = x.new_empty(xs.shape[0], gate_up.shape[1])
        y = torch.empty_like(xs)
        for expert, rows in _slices(ends):
            torch.mm(xs[rows], gate_up[expert].T, out=hidden[rows])
        gate, up = hidden.chunk(2, dim=1)
        sigmoid = torch.sigmoid(gate)
        act = gate * sigmoid * up
        for expert, rows in _slices(ends):
            torch.mm(act[rows], down[expert].T, out=y[rows])
        chosen = y.index_select(0, places).view(n, k, x.shape[1])
        ctx.ends = ends
        ctx.save_for_backward(xs, hidden, sigmoid, act, chosen, places, weights, gate_up, down)
        return torch.bmm(weights.unsqueeze(1), chosen).squeeze(1)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        xs, hidden, sigmoid, act, chosen, places, weights, gate_up, down = ctx.saved_tensors
        x_dtype, weights_dtype, matrix_dtype = ctx.dtypes
        dy = grads[0].to(xs.dtype).contiguous()
        dweights = torch.bmm(chosen, dy.unsqueeze(2)).squeeze(2)
        dys = torch.zeros_like(xs)
        dys[places] = (dy.unsqueeze(1) * weights.unsqueeze(2)).flatten(0, 1)
        dact = torch.empty_like(act)
        ddown, dgate_up = torch.zeros_like(down), torch.zeros_like(gate_up)
        for expert, rows in _slices(ctx.ends):
            torch.mm(dys[rows], down[expert], out=dact[rows])
            torch.mm(dys[rows].T, act[rows], out=ddown[expert])
        gate, up = hidden.chunk(2, dim=1)
        dhidden = torch.cat((dact * up * _silu_gradient(gate, sigmoid), dact * gate * sigmoid), dim=1)
        dxs = torch.empty_like(xs)
        for expert, rows in _slices(ctx.ends):
            torch.mm(dhidden[rows], gate_up[expert], out=dxs[rows])
            torch.mm(dhidden[rows].T, xs[rows], out=dgate_up[expert])
        dx = dxs.index_select(0, places).view(chosen.shape).sum(1)
        return dx.to(x_dtype), None, dweights.to(weights_dtype), dgate_up.to(matrix_dtype), ddown.to(matrix_dtype)


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
