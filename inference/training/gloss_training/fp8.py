"""E4M3 weights with one scale for each block of 128 x 128, as DeepSeek-V3 ships them."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

BLOCK = 128
LARGEST = 448.0


def _blocks(matrix: Tensor) -> Tensor:
    """[rows, columns] → [row blocks, column blocks, BLOCK, BLOCK], padded with zeros."""
    rows, columns = matrix.shape
    padded = F.pad(matrix, (0, -columns % BLOCK, 0, -rows % BLOCK))
    return padded.unflatten(1, (-1, BLOCK)).unflatten(0, (-1, BLOCK)).transpose(1, 2)


def _matrix(blocks: Tensor, rows: int, columns: int) -> Tensor:
    return blocks.transpose(1, 2).flatten(2, 3).flatten(0, 1)[:rows, :columns].contiguous()


def quantise(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """matrix [rows, columns] → F8_E4M3 codes of the same shape and scales [⌈rows/128⌉, ⌈columns/128⌉] f32."""
    blocks = _blocks(matrix.float())
    scale = (blocks.abs().amax(dim=(2, 3)) / LARGEST).clamp_min(1e-12)
    codes = (blocks / scale[:, :, None, None]).clamp(-LARGEST, LARGEST)
    return _matrix(codes, *matrix.shape).to(torch.float8_e4m3fn), scale


def expand(codes: Tensor, scale: Tensor) -> Tensor:
    """The matrix that the codes stand for, f32; one multiplication an element."""
    return _matrix(_blocks(codes.float()) * scale[:, :, None, None], *codes.shape)
