"""Cross entropy over a large vocabulary in slices that stay in the processor's cache."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

SLICE_ROWS = 512


class _HeadLoss(torch.autograd.Function):
    """Logits, softmax and all gradients of a slice at once, so that the logits are never stored.

    hidden [n, h], head [vocab, h], targets [n] i64, weights [n] → (sum of weight · loss, losses [n] without gradient).
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        training = hidden.requires_grad or head.requires_grad
        losses = hidden.new_empty(hidden.shape[0], dtype=torch.float32)
        dhidden = torch.empty_like(hidden)
        dhead = torch.zeros_like(head, dtype=torch.float32)
        step = SLICE_ROWS if not hidden.is_cuda else 16 * SLICE_ROWS
        kind = hidden.device.type
        compute = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else hidden.dtype
        weight_matrix = head.to(compute)
        for start in range(0, hidden.shape[0], step):
            rows = slice(start, start + step)
            part = hidden[rows].to(compute)
            logits = (part @ weight_matrix.T).float()
            target = targets[rows].unsqueeze(1)
            logits -= logits.amax(1, keepdim=True)
            chosen = logits.gather(1, target).squeeze(1)
            logits.exp_()
            total = logits.sum(1)
            losses[rows] = total.log() - chosen
            if not training:
                continue
            weight = weights[rows]
            logits *= (weight / total).unsqueeze(1)
            logits.scatter_add_(1, target, -weight.unsqueeze(1))
            gradient = logits.to(compute)
            dhidden[rows] = (gradient @ weight_matrix).to(hidden.dtype)
            dhead += gradient.T @ part
        ctx.save_for_backward(dhidden, dhead)
        ctx.head_dtype = head.dtype
        ctx.mark_non_differentiable(losses)
        return (losses * weights).sum(), losses

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        dhidden, dhead = ctx.saved_tensors
        return dhidden * grads[0].to(dhidden.dtype), (dhead * grads[0]).to(ctx.head_dtype), None, None


def head_loss(hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Weighted sum of the losses, and the loss of each token. Shapes as in `_HeadLoss`."""
    result: tuple[Tensor, Tensor] = _HeadLoss.apply(hidden, head, targets, weights)  # type: ignore[no-untyped-call]
    return result
