package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RoutingSpec.Scoring;

/// GLM-4.7-Flash: DeepSeek-V3's attention, experts and Multi-Token Prediction under other defaults.
record Glm4MoeLiteArchitecture() implements Architecture {
  private static final RoutingFields ROUTING = new RoutingFields(Scoring.SIGMOID, 1.8);

  @Override
  public String name() {
    return "Glm4MoeLiteForCausalLM";
  }

  @Override
  public String modelType() {
    return "glm4_moe_lite";
  }

  @Override
  public AttentionSpec attention(JsonFields fields) {
    return DeepseekArchitecture.latentAttention(fields);
  }

  @Override
  public FeedForwardSpec feedForward(JsonFields fields) {
    int experts = fields.integer("n_routed_experts", 1, ConfigLimits.MAX_EXPERTS);
    return new FeedForwardSpec(
        fields.integer("intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE),
        DeepseekArchitecture.experts(fields, experts, firstDense(fields), ROUTING));
  }

  /// Dense first layers: counted, or as newer exports list them by `mlp_layer_types`.
  private static int firstDense(JsonFields fields) {
    String types = "mlp_layer_types";
    if (!fields.has(types)) {
      return fields.integerOr("first_k_dense_replace", 0, ConfigLimits.MAX_LAYERS, 1);
    }
    int layers = fields.integer("num_hidden_layers", 1, ConfigLimits.MAX_LAYERS);
    int dense = 0;
    for (int layer = 0; layer < layers; layer++) {
      String type = fields.node().get(types).path(layer).asText("");
      boolean isDense = type.equals("dense") && layer == dense;
      if (!isDense && !type.equals("sparse")) {
        throw fields.refuse(types, "for each layer dense or sparse, the dense ones first");
      }
      dense += isDense ? 1 : 0;
    }
    return dense;
  }

  @Override
  public RopeSpec rope(JsonFields fields) {
    return DeepseekArchitecture.latentRope(fields);
  }

  @Override
  public int numNextnPredictLayers(JsonFields fields) {
    return fields.integerOr("num_nextn_predict_layers", 0, ConfigLimits.MAX_MTP_LAYERS, 0);
  }

  @Override
  public double rmsNormEps() {
    return 1e-5;
  }
}
