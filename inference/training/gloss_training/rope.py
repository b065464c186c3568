"""Rotary position embedding on adjacent pairs, with YaRN as DeepSeek uses it."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from gloss_training.sizes import DeepseekConfig


def _mscale(factor: float, mscale: float) -> float:
    return 1.0 if factor <= 1 or not mscale else 0.1 * mscale * math.log(factor) + 1.0


def softmax_scale(config: DeepseekConfig) -> float:
    """1/sqrt(head) times the square of YaRN's mscale."""
    scaling = config.rope_scaling or {}
    mscale = _mscale(scaling.get("factor", 1.0), scaling.get("mscale_all_dim", 0.0))
    return float(config.qk_head_dim) ** -0.5 * mscale * mscale


def inverse_frequencies(config: DeepseekConfig) -> Tensor:
    """One frequency a pair, [qk_rope_head_dim / 2] f32; after YaRN where the config asks for it."""
    dim = config.qk_rope_head_dim
    plain = config.rope_theta ** (-torch.arange(0, dim, 2, dtype=torch.float32) / dim)
    scaling = config.rope_scaling
    if scaling is None:
        return plain

    def channel(rotations: float) -> float:
        length = scaling["original_max_position_embeddings"]
        return dim * math.log(length / (rotations * 2 * math.pi)) / (2 * math.log(config.rope_theta))

    low = max(math.floor(channel(scaling.get("beta_fast", 32))), 0)
    high = min(math.ceil(channel(scaling.get("beta_slow", 1))), dim - 1)
    ramp = ((torch.arange(dim // 2, dtype=torch.float32) - low) / max(high - low, 0.001)).clamp(0, 1)
    return plain * (1 - ramp) + plain / scaling["factor"] * ramp


def tables(config: DeepseekConfig, positions: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [positions, qk_rope_head_dim / 2] f32."""
    scaling: dict[str, Any] = config.rope_scaling or {}
    factor = scaling.get("factor", 1.0)
    multiplier = _mscale(factor, scaling.get("mscale", 0.0)) / _mscale(factor, scaling.get("mscale_all_dim", 0.0))
    angles = torch.outer(torch.arange(positions, dtype=torch.float32), inverse_frequencies(config))
    return angles.cos() * multiplier, angles.sin() * multiplier


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotates the pairs (2i, 2i+1). x [batch, tokens, heads, dim]; cos, sin [tokens, dim / 2]."""
    pairs = x.unflatten(-1, (-1, 2))
    even, odd = pairs[..., 0], pairs[..., 1]
    cos, sin = cos[:, None, :], sin[:, None, :]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)
