package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;

/// Qwen3 with experts in every layer, none of them shared.
record Qwen3MoeArchitecture() implements Architecture {

  @Override
  public String name() {
    return "Qwen3MoeForCausalLM";
  }

  @Override
  public String modelType() {
    return "qwen3_moe";
  }

  @Override
  public AttentionSpec attention(JsonFields fields) {
    return DenseArchitecture.groupedQueries(fields, false, true);
  }

  @Override
  public FeedForwardSpec feedForward(JsonFields fields) {
    fields.integerOr("decoder_sparse_step", 1, 1, 1);
    if (!fields.node().path("mlp_only_layers").isEmpty()) {
      throw fields.refuse("mlp_only_layers", "an empty list");
    }
    String count = fields.has("num_experts") ? "num_experts" : "num_local_experts";
    int experts = fields.integer(count, 1, ConfigLimits.MAX_EXPERTS);
    RoutingSpec routing =
        new RoutingSpec(
            Scoring.SOFTMAX, Method.GREEDY, 1, 1, fields.flagOr("norm_topk_prob", false), 1);
    return new FeedForwardSpec(
        fields.integer("intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE),
        new ExpertsSpec(
            fields.integer("moe_intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE),
            experts,
            0,
            fields.integer("num_experts_per_tok", 1, experts),
            0,
            routing));
  }

  @Override
  public RopeSpec rope(JsonFields fields) {
    return DenseArchitecture.wholeHeads(fields);
  }
}
