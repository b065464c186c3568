"""Shapes of the models that we train, named as in a Hugging Face `config.json` of DeepSeek-V3."""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class DeepseekConfig:
    """A DeepSeek-V3 architecture; field names are the Hugging Face keys."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    first_k_dense_replace: int
    num_attention_heads: int
    qk_nope_head_dim: int
    qk_rope_head_dim: int
    v_head_dim: int
    q_lora_rank: int
    kv_lora_rank: int
    intermediate_size: int
    moe_intermediate_size: int
    n_routed_experts: int
    num_experts_per_tok: int
    n_shared_experts: int
    n_group: int
    topk_group: int
    routed_scaling_factor: float
    max_position_embeddings: int
    num_nextn_predict_layers: int = 1
    norm_topk_prob: bool = True
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    rope_scaling: dict[str, Any] | None = None
    tie_word_embeddings: bool = True
    initializer_range: float = 0.02

    @property
    def qk_head_dim(self) -> int:
        """Width of a query or key head: the part without a position and the rotated part."""
        return self.qk_nope_head_dim + self.qk_rope_head_dim

    @classmethod
    def from_hf(cls, values: dict[str, Any]) -> DeepseekConfig:
        """Reads a `config.json`, in the classic spelling or in that of newer exports (`rope_parameters`)."""
        values = dict(values)
        rope = values.get("rope_parameters") or {}
        if rope:
            values["rope_theta"] = rope["rope_theta"]
            values["rope_scaling"] = None if rope.get("rope_type", "default") == "default" else rope
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{key: value for key, value in values.items() if key in known})


SIZES = {
    # Runs through the whole pipeline in seconds; learns next to nothing.
    "smoke": DeepseekConfig(
        vocab_size=1024, hidden_size=64, num_hidden_layers=2, first_k_dense_replace=1,
        num_attention_heads=2, qk_nope_head_dim=16, qk_rope_head_dim=8, v_head_dim=16,
        q_lora_rank=32, kv_lora_rank=32,
        intermediate_size=128, moe_intermediate_size=32, n_routed_experts=4, num_experts_per_tok=2,
        n_shared_experts=1, n_group=2, topk_group=1, routed_scaling_factor=1.0, max_position_embeddings=256,
    ),
    # Trains on two CPU cores.
    "nano": DeepseekConfig(
        vocab_size=8192, hidden_size=256, num_hidden_layers=4, first_k_dense_replace=1,
        num_attention_heads=4, qk_nope_head_dim=32, qk_rope_head_dim=16, v_head_dim=32,
        q_lora_rank=128, kv_lora_rank=64,
        intermediate_size=768, moe_intermediate_size=128, n_routed_experts=8, num_experts_per_tok=2,
        n_shared_experts=1, n_group=2, topk_group=1, routed_scaling_factor=1.0, max_position_embeddings=1024,
    ),
    # Trains on one large GPU in about 25 minutes.
    "small": DeepseekConfig(
        vocab_size=16384, hidden_size=512, num_hidden_layers=9, first_k_dense_replace=1,
        num_attention_heads=8, qk_nope_head_dim=64, qk_rope_head_dim=32, v_head_dim=64,
        q_lora_rank=192, kv_lora_rank=128,
        intermediate_size=1536, moe_intermediate_size=128, n_routed_experts=16, num_experts_per_tok=4,
        n_shared_experts=1, n_group=4, topk_group=2, routed_scaling_factor=2.5, max_position_embeddings=2048,
    ),
}  # fmt: skip
