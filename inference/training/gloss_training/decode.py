"""Greedy decoding with the PyTorch model: for fixtures and guard rails, not for speed."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

import torch

from gloss_training.model import DeepseekModel, KvCache


class Continuation(NamedTuple):
    """Greedy tokens, the distance of the two best logits at each, and the logits after the prompt."""

    tokens: list[int]
    gaps: list[float]
    first_logits: torch.Tensor


@torch.no_grad()
def greedy(model: DeepseekModel, ids: list[int], count: int, stop: Container[int] = ()) -> Continuation:
    """The best `count` tokens after `ids`, fewer when one of `stop` comes (which is left out)."""
    cache = KvCache()
    logits = model.logits(model(torch.tensor([ids]), cache)[:, -1])[0]
    first = logits
    tokens: list[int] = []
    gaps: list[float] = []
    while True:
        best = logits.topk(2)
        token = int(best.indices[0])
        if token in stop:
            break
        tokens.append(token)
        gaps.append(float(best.values[0] - best.values[1]))
        if len(tokens) == count or cache.length >= model.config.max_position_embeddings:
            break
        logits = model.logits(model(torch.tensor([[token]]), cache)[:, -1])[0]
    return Continuation(tokens, gaps, first)
