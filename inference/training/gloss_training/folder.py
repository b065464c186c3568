"""Model folders in Hugging Face layout: writing what we trained, reading what anybody wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from gloss_training import fp8
from gloss_training.model import DeepseekModel
from gloss_training.prompts import INSTRUCTION
from gloss_training.sizes import DeepseekConfig

LARGEST_SHARD_BYTES = 15 * 1024 * 1024
_FP8_SUFFIX = ".weight_scale_inv"


def hf_tensors(model: DeepseekModel) -> Iterator[tuple[str, Tensor]]:
    """All tensors under their Hugging Face names, routed experts one by one."""
    for name, tensor in model.state_dict().items():
        prefix, _, last = name.rpartition(".")
        if last == "gate_up":
            for expert, matrix in enumerate(tensor):
                gate, up = matrix.chunk(2)
                yield f"model.{prefix}.{expert}.gate_proj.weight", gate
                yield f"model.{prefix}.{expert}.up_proj.weight", up
        elif last == "down":
            for expert, matrix in enumerate(tensor):
                yield f"model.{prefix}.{expert}.down_proj.weight", matrix
        else:
            yield (name if name.startswith("lm_head") else f"model.{name}"), tensor


def config_json(config: DeepseekConfig, mtp: bool, eos: int, dtype: str, name: str) -> dict[str, Any]:
    """All keys that a DeepSeek-V3 configuration has."""
    values: dict[str, Any] = {
        "_name_or_path": name,
        "architectures": ["DeepseekV3ForCausalLM"],
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": 0,
        "eos_token_id": eos,
        "ep_size": 1,
        "explain_question": INSTRUCTION + "\n",
        "fim_order": "spm",
        "first_k_dense_replace": config.first_k_dense_replace,
        "hidden_act": "silu",
        "hidden_size": config.hidden_size,
        "initializer_range": config.initializer_range,
        "intermediate_size": config.intermediate_size,
        "kv_lora_rank": config.kv_lora_rank,
        "max_position_embeddings": config.max_position_embeddings,
        "model_type": "deepseek_v3",
        "moe_intermediate_size": config.moe_intermediate_size,
        "moe_layer_freq": 1,
        "n_group": config.n_group,
        "n_routed_experts": config.n_routed_experts,
        "n_shared_experts": config.n_shared_experts,
        "ngram_weight": 0.4,
        "norm_topk_prob": config.norm_topk_prob,
        "num_attention_heads": config.num_attention_heads,
        "num_experts_per_tok": config.num_experts_per_tok,
        "num_hidden_layers": config.num_hidden_layers,
        "num_key_value_heads": config.num_attention_heads,
        "num_nextn_predict_layers": 1 if mtp else 0,
        "programming_languages": ["java"],
        "q_lora_rank": config.q_lora_rank,
        "qk_nope_head_dim": config.qk_nope_head_dim,
        "qk_rope_head_dim": config.qk_rope_head_dim,
        "rms_norm_eps": config.rms_norm_eps,
        "rope_scaling": config.rope_scaling,
        "rope_theta": config.rope_theta,
        "routed_scaling_factor": config.routed_scaling_factor,
        "scoring_func": "sigmoid",
        "tie_word_embeddings": config.tie_word_embeddings,
        "topk_group": config.topk_group,
        "topk_method": "noaux_tc",
        "torch_dtype": "bfloat16",
        "transformers_version": "4.33.1",
        "use_cache": True,
        "v_head_dim": config.v_head_dim,
        "vocab_size": config.vocab_size,
    }
    if dtype == "fp8":
        values["quantization_config"] = {
            "activation_scheme": "dynamic",
            "fmt": "e4m3",
            "quant_method": "fp8",
            "weight_block_size": [fp8.BLOCK, fp8.BLOCK],
        }
    return values


def _is_quantised(name: str) -> bool:
    return name.endswith("_proj.weight") or (name.endswith("_proj_with_mqa.weight") and "eh_proj" not in name)


def write(model: DeepseekModel, folder: Path, dtype: str, eos: int = 1, called: str = "gloss") -> None:
    """Writes config and weights as `bf16` or `fp8`, in shards when one file would be above LARGEST_SHARD_BYTES."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, Tensor] = {}
    for name, tensor in hf_tensors(model):
        if name.endswith("e_score_correction_bias"):
            tensors[name] = tensor.float().contiguous()
        elif dtype == "fp8" and _is_quantised(name) and "eh_proj" not in name:
            codes, scale = fp8.quantise(tensor)
            tensors[name] = codes
            tensors[name.removesuffix(".weight") + _FP8_SUFFIX] = scale
        else:
            tensors[name] = tensor.to(torch.bfloat16).contiguous()
    for old in folder.glob("model*.safetensors*"):
        old.unlink()
    _write_shards(tensors, folder)
    _json(folder / "config.json", config_json(model.config, model.mtp is not None, eos, dtype, called))
    _json(folder / "generation_config.json", {"bos_token_id": 0, "eos_token_id": eos, "do_sample": False})


def _write_shards(tensors: dict[str, Tensor], folder: Path) -> None:
    shards: list[dict[str, Tensor]] = [{}]
    size = 0
    for name, tensor in tensors.items():
        if shards[-1] and size + tensor.nbytes > LARGEST_SHARD_BYTES:
            shards.append({})
            size = 0
        shards[-1][name] = tensor
        size += tensor.nbytes
    if len(shards) == 1:
        save_file(shards[0], folder / "model.safetensors", {"format": "pt"})
        return
    index: dict[str, str] = {}
    for number, shard in enumerate(shards, 1):
        file = f"model-{number:05d}-of-{len(shards):05d}.safetensors"
        save_file(shard, folder / file, {"format": "pt"})
        index |= dict.fromkeys(shard, file)
    total = sum(tensor.nbytes for tensor in tensors.values())
    _json(folder / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": index})


def _json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of a folder as f32, FP8 ones expanded."""
    tensors: dict[str, Tensor] = {}
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise FileNotFoundError(f"{folder}: no *.safetensors")
    for file in files:
        tensors |= load_file(file)
    return {
        name: fp8.expand(tensor, tensors[name.removesuffix(".weight") + _FP8_SUFFIX])
        if tensor.dtype == torch.float8_e4m3fn
        else tensor.float()
        for name, tensor in tensors.items()
        if not name.endswith(_FP8_SUFFIX)
    }


def read(folder: Path) -> DeepseekModel:
    """The model of a folder in f32, ready to evaluate; with its MTP module where the file has one."""
    config = DeepseekConfig.from_hf(json.loads((folder / "config.json").read_text("utf-8")))
    tensors = read_tensors(folder)
    mtp = any(name.startswith(f"model.layers.{config.num_hidden_layers}.") for name in tensors)
    model = DeepseekModel(config, mtp).eval()
    state: dict[str, Tensor] = {}
    for name in model.state_dict():
        prefix, _, last = f"model.{name}".rpartition(".")
        experts = range(config.n_routed_experts)
        if last == "gate_up":
            parts = [[tensors[f"{prefix}.{e}.{half}_proj.weight"] for half in ("gate", "up")] for e in experts]
            state[name] = torch.stack([torch.cat(part) for part in parts])
        elif last == "down":
            state[name] = torch.stack([tensors[f"{prefix}.{e}.down_proj.weight"] for e in experts])
        else:
            state[name] = tensors[name if name.startswith("lm_head") else f"model.{name}"]
    model.load_state_dict(state)
    return model
