"""Checkpoints of a run: everything needed to go on as if nothing had happened, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gloss_training.model import DeepseekModel
from gloss_training.sizes import DeepseekConfig


def save(path: Path, model: DeepseekModel, optimizers: list[torch.optim.Optimizer], progress: dict[str, Any]) -> None:
    """Writes model, optimiser state by parameter name, and `progress` (counters, data positions)."""
    names: dict[Tensor, str] = {parameter: name for name, parameter in model.named_parameters()}
    state: dict[str, dict[str, Tensor]] = {}
    for optimizer in optimizers:
        for parameter, values in optimizer.state.items():
            state[names[parameter]] = values
    content = {"model": model.state_dict(), "optimizer": state, "progress": progress}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    torch.save(content, part)
    part.replace(path)


def read(path: Path) -> dict[str, Any]:
    """The content of a checkpoint, on the CPU."""
    if not path.exists():
        raise FileNotFoundError(f"{path}: no checkpoint here")
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content


def has_mtp(content: dict[str, Any], config: DeepseekConfig) -> bool:
    """Whether a checkpoint has a multi-token prediction module."""
    return any(name.startswith(_mtp_prefix(config)) for name in content["model"])


def _mtp_prefix(config: DeepseekConfig) -> str:
    return f"layers.{config.num_hidden_layers}."


def restore(content: dict[str, Any], model: DeepseekModel, optimizers: list[torch.optim.Optimizer]) -> dict[str, Any]:
    """Loads model and optimisers, returns the progress. Parameters that the checkpoint lacks keep their initial values
    (a decay adds the MTP module); a parameter that the model lacks is an error."""
    missing, unexpected = model.load_state_dict(content["model"], strict=False)
    prefix = _mtp_prefix(model.config)
    wrong = [name for name in missing if not name.startswith(prefix)] + list(unexpected)
    if wrong:
        raise ValueError(f"checkpoint does not fit the model: {wrong[0]} and {len(wrong) - 1} more")
    parameters = dict(model.named_parameters())
    owner = {
        parameter: optimizer
        for optimizer in optimizers
        for group in optimizer.param_groups
        for parameter in group["params"]
    }
    for name, values in content["optimizer"].items():
        parameter = parameters[name]
        owner[parameter].state[parameter] = {
            key: value.to(parameter.device) if key != "step" else value for key, value in values.items()
        }
    progress: dict[str, Any] = content["progress"]
    return progress
