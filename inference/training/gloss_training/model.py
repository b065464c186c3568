"""DeepSeek-V3 in PyTorch: latent attention, routed experts, multi-token prediction.

Parameter names are Hugging Face's, except that the routed experts of a layer are stacked (`mlp.experts.gate_up`,
`mlp.experts.down`); `folder` unstacks them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from gloss_training import rope
from gloss_training.experts import routed
from gloss_training.loss import head_loss
from gloss_training.sizes import DeepseekConfig

# Share of the MTP loss in the training loss (DeepSeek-V3, eq. 25).
MTP_WEIGHT = 0.3


class RmsNorm(nn.Module):
    """x / rms(x) · weight over the last dimension."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        """Any shape [..., width]."""
        return F.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), self.eps)


def _linear(inputs: int, outputs: int) -> nn.Linear:
    return nn.Linear(inputs, outputs, bias=False)


class KvCache:
    """Keys and values of the positions so far, by attention module; for decoding one token at a time."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[int, tuple[Tensor, Tensor]] = {}
        self.length = 0

    def extend(self, module: nn.Module, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Appends keys and values [batch, tokens, heads, dim] and returns all."""
        if id(module) in self._kept:
            old_key, old_value = self._kept[id(module)]
            key, value = torch.cat((old_key, key), dim=1), torch.cat((old_value, value), dim=1)
        self._kept[id(module)] = key, value
        return key, value


class MlaAttention(nn.Module):
    """Multi-head latent attention (DeepSeek-V2, section 2.1) with the latent expanded, as suits training."""

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__()
        self.config = config
        heads = config.num_attention_heads
        # The two latent norms have this eps in every published model, whatever rms_norm_eps says.
        self.q_a_proj = _linear(config.hidden_size, config.q_lora_rank)
        self.q_a_layernorm = RmsNorm(config.q_lora_rank, 1e-6)
        self.q_b_proj = _linear(config.q_lora_rank, heads * config.qk_head_dim)
        self.kv_a_proj_with_mqa = _linear(config.hidden_size, config.kv_lora_rank + config.qk_rope_head_dim)
        self.kv_a_layernorm = RmsNorm(config.kv_lora_rank, 1e-6)
        self.kv_b_proj = _linear(config.kv_lora_rank, heads * (config.qk_nope_head_dim + config.v_head_dim))
        self.o_proj = _linear(heads * config.v_head_dim, config.hidden_size)
        self.scale = rope.softmax_scale(config)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, cache: KvCache | None = None) -> Tensor:
        """x [batch, tokens, hidden_size] → the same shape; causal. With a filled cache x is a single token."""
        c = self.config
        batch, tokens, _ = x.shape
        heads = c.num_attention_heads
        q = self.q_b_proj(self.q_a_layernorm(self.q_a_proj(x))).view(batch, tokens, heads, c.qk_head_dim)
        q_nope, q_pe = q.split((c.qk_nope_head_dim, c.qk_rope_head_dim), dim=-1)
        latent, k_pe = self.kv_a_proj_with_mqa(x).split((c.kv_lora_rank, c.qk_rope_head_dim), dim=-1)
        kv = self.kv_b_proj(self.kv_a_layernorm(latent)).view(batch, tokens, heads, -1)
        k_nope, v = kv.split((c.qk_nope_head_dim, c.v_head_dim), dim=-1)
        k_pe = rope.rotate(k_pe.unsqueeze(2), cos, sin).expand(-1, -1, heads, -1)
        query = torch.cat((q_nope, rope.rotate(q_pe, cos, sin)), dim=-1).to(v.dtype)
        key = torch.cat((k_nope, k_pe), dim=-1).to(v.dtype)
        # Fused attention wants one width for all three; zeros at the end of v change nothing.
        value = F.pad(v, (0, c.qk_head_dim - c.v_head_dim)) if c.v_head_dim < c.qk_head_dim else v
        if cache is not None:
            key, value = cache.extend(self, key, value)
        out = F.scaled_dot_product_attention(
            query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), is_causal=tokens > 1, scale=self.scale
        )
        out = out.transpose(1, 2)[..., : c.v_head_dim].reshape(batch, tokens, -1)
        return self.o_proj(out)


class FeedForward(nn.Module):
    """down(silu(gate x) · up x)."""

    def __init__(self, hidden: int, intermediate: int) -> None:
        super().__init__()
        self.gate_proj = _linear(hidden, intermediate)
        self.up_proj = _linear(hidden, intermediate)
        self.down_proj = _linear(intermediate, hidden)

    def forward(self, x: Tensor) -> Tensor:
        """x [..., hidden] → the same shape."""
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Router(nn.Module):
    """Sigmoid gate with groups and a selection bias instead of an auxiliary loss (DeepSeek-V3, section 2.1.2)."""

    e_score_correction_bias: Tensor
    load: Tensor

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__()
        self.config = config
        self.weight = nn.Parameter(torch.empty(config.n_routed_experts, config.hidden_size))
        self.register_buffer("e_score_correction_bias", torch.zeros(config.n_routed_experts))
        # Tokens that each expert got since the bias was last moved; no part of a checkpoint.
        self.register_buffer("load", torch.zeros(config.n_routed_experts), persistent=False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x [n, hidden_size] → experts [n, k] i64, weights [n, k] f32."""
        c = self.config
        with torch.autocast(x.device.type, enabled=False):
            scores = F.linear(x.float(), self.weight.float()).sigmoid()
        choice = scores.detach() + self.e_score_correction_bias
        if c.n_group > 1:
            groups = choice.view(-1, c.n_group, c.n_routed_experts // c.n_group)
            kept = groups.topk(2, dim=-1).values.sum(-1).topk(c.topk_group, dim=-1).indices
            mask = torch.ones(groups.shape[:2], dtype=torch.bool, device=x.device).scatter(1, kept, False)
            choice = groups.masked_fill(mask.unsqueeze(-1), float("-inf")).flatten(1)
        experts = choice.topk(c.num_experts_per_tok, dim=-1).indices
        weights = scores.gather(1, experts)
        if c.norm_topk_prob:
            weights = weights / (weights.sum(-1, keepdim=True) + 1e-20)
        if self.training:
            flat = experts.detach().reshape(-1)
            self.load.scatter_add_(0, flat, torch.ones_like(flat, dtype=self.load.dtype))
        return experts, weights * c.routed_scaling_factor

    @torch.no_grad()
    def move_bias(self, speed: float) -> None:
        """Moves the bias against the load of the last step and forgets the load."""
        self.e_score_correction_bias += speed * torch.sign(self.load.mean() - self.load)
        self.load.zero_()


class StackedExperts(nn.Module):
    """Weights of the routed experts of one layer."""

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__()
        experts, hidden, inner = config.n_routed_experts, config.hidden_size, config.moe_intermediate_size
        self.gate_up = nn.Parameter(torch.empty(experts, 2 * inner, hidden))
        self.gate_up.matrices_in_a_row = 2  # type: ignore[attr-defined]
        self.down = nn.Parameter(torch.empty(experts, hidden, inner))


class MoeFeedForward(nn.Module):
    """Routed experts and a shared one."""

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__()
        self.gate = Router(config)
        self.experts = StackedExperts(config)
        self.shared_experts = FeedForward(config.hidden_size, config.moe_intermediate_size * config.n_shared_experts)

    def forward(self, x: Tensor) -> Tensor:
        """x [batch, tokens, hidden_size] → the same shape."""
        flat = x.flatten(0, 1)
        experts, weights = self.gate(flat)
        mixed = routed(flat, experts, weights.to(flat.dtype), self.experts.gate_up, self.experts.down)
        return mixed.view_as(x) + self.shared_experts(x)


class DecoderLayer(nn.Module):
    """Attention and feed-forward, each behind a norm and added to the residual stream."""

    def __init__(self, config: DeepseekConfig, index: int) -> None:
        super().__init__()
        self.input_layernorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = MlaAttention(config)
        self.post_attention_layernorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp: nn.Module = (
            FeedForward(config.hidden_size, config.intermediate_size)
            if index < config.first_k_dense_replace
            else MoeFeedForward(config)
        )

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, cache: KvCache | None = None) -> Tensor:
        """x [batch, tokens, hidden_size] → the same shape."""
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, cache)
        return x + self.mlp(self.post_attention_layernorm(x))


class SharedHead(nn.Module):
    """The norm before the head that the MTP module shares with the main model."""

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__()
        self.norm = RmsNorm(config.hidden_size, config.rms_norm_eps)


class MtpModule(DecoderLayer):
    """Predicts the token after the next one (DeepSeek-V3, section 2.2) as vLLM and SGLang read the checkpoint."""

    def __init__(self, config: DeepseekConfig) -> None:
        super().__init__(config, config.num_hidden_layers)
        self.enorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.hnorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.eh_proj = _linear(2 * config.hidden_size, config.hidden_size)
        self.shared_head = SharedHead(config)

    def draft(self, hidden: Tensor, next_embedding: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """hidden after the main model's final norm, next_embedding of token i+1 → input of the head, for token i+2."""
        joined = self.eh_proj(torch.cat((self.enorm(next_embedding), self.hnorm(hidden)), dim=-1))
        drafted: Tensor = self.shared_head.norm(self.forward(joined, cos, sin))
        return drafted


class DeepseekModel(nn.Module):
    """The whole model; `layers[num_hidden_layers]` is the MTP module where there is one."""

    cos: Tensor
    sin: Tensor

    def __init__(self, config: DeepseekConfig, mtp: bool) -> None:
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        layers: list[nn.Module] = [DecoderLayer(config, index) for index in range(config.num_hidden_layers)]
        if mtp:
            layers.append(MtpModule(config))
        self.layers = nn.ModuleList(layers)
        self.norm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.lm_head = None if config.tie_word_embeddings else _linear(config.hidden_size, config.vocab_size)
        cos, sin = rope.tables(config, config.max_position_embeddings)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.apply(self._initialise)

    def _initialise(self, module: nn.Module) -> None:
        std = self.config.initializer_range
        if isinstance(module, nn.Linear | nn.Embedding | Router):
            nn.init.normal_(module.weight, std=std)
        elif isinstance(module, StackedExperts):
            nn.init.normal_(module.gate_up, std=std)
            nn.init.normal_(module.down, std=std)

    @property
    def head(self) -> Tensor:
        """The matrix of the output layer, [vocab_size, hidden_size]."""
        return self.embed_tokens.weight if self.lm_head is None else self.lm_head.weight

    @property
    def mtp(self) -> MtpModule | None:
        """The multi-token prediction module, if there is one."""
        last = self.layers[-1]
        return last if isinstance(last, MtpModule) else None

    @torch.no_grad()
    def start_mtp(self) -> None:
        """Starts a new MTP module as a copy of the last layer that reads a little of embedding and hidden state.

        With tied embeddings a large share of either makes it repeat a token it was given: halves cost 12.6 nats,
        these shares 8.3, random ones 9.4 (measured on nano after 1.5 M tokens).
        """
        if self.mtp is None:
            return
        last = self.layers[self.config.num_hidden_layers - 1]
        self.mtp.load_state_dict(last.state_dict(), strict=False)
        identity = torch.eye(self.config.hidden_size, device=self.head.device)
        self.mtp.eh_proj.weight.copy_(torch.cat((0.05 * identity, 0.1 * identity), dim=1))
        self.mtp.shared_head.norm.weight.copy_(self.norm.weight)

    def routers(self) -> list[Router]:
        """The gates of all mixture layers, in order."""
        return [module for module in self.modules() if isinstance(module, Router)]

    def forward(self, ids: Tensor, cache: KvCache | None = None) -> Tensor:
        """ids [batch, tokens] i64 → hidden states after the final norm [batch, tokens, hidden_size]."""
        start = cache.length if cache is not None else 0
        end = start + ids.shape[1]
        cos, sin = self.cos[start:end], self.sin[start:end]
        x = self.embed_tokens(ids)
        for layer in self.layers[: self.config.num_hidden_layers]:
            x = layer(x, cos, sin, cache)
        if cache is not None:
            cache.length = end
        result: Tensor = self.norm(x)
        return result

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of the next token, f32."""
        return F.linear(hidden, self.head.to(hidden.dtype)).float()

    def draft(self, hidden: Tensor, next_ids: Tensor) -> Tensor:
        """Input of the head for the token after `next_ids`; both [batch, tokens, …]. Needs the MTP module."""
        if self.mtp is None:
            raise ValueError("this model has no multi-token prediction module")
        cos, sin = self.cos[: next_ids.shape[1]], self.sin[: next_ids.shape[1]]
        return self.mtp.draft(hidden, self.embed_tokens(next_ids), cos, sin)

    def loss(self, rows: Tensor, weights: Tensor, mtp_weights: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Training loss: sums of weight · loss over the targets and, with 0.3 of it, over the drafts.

        rows [batch, tokens + 1] i64, weights [batch, tokens], mtp_weights [batch, tokens - 1] of the tokens after the
        targets or none → loss to minimise, losses of the targets [batch · tokens], losses of the drafts or nothing.
        """
        ids, targets = rows[:, :-1], rows[:, 1:]
        hidden = self(ids)
        loss, each = head_loss(hidden.flatten(0, 1), self.head, targets.reshape(-1), weights.reshape(-1))
        drafts = each.new_zeros(0)
        if mtp_weights is not None:
            draft = self.draft(hidden[:, :-1], targets[:, :-1])
            wanted = targets[:, 1:].reshape(-1)
            mtp_loss, drafts = head_loss(draft.flatten(0, 1), self.head, wanted, mtp_weights.reshape(-1))
            loss = loss + MTP_WEIGHT * mtp_loss
        return loss, each, drafts
