package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.RopeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of `config.json` about positions: `rope_theta` and `rope_scaling`, or
/// `rope_parameters` as newer `transformers` writes them.
final class RopeFields {

  private static final double MAX_THETA = 1e12;
  private static final double MAX_FACTOR = 1e6;
  private static final double MAX_MSCALE = 100;

  private RopeFields() {}

  /// Reads and checks them.
  static RopeSpec read(JsonFields config) {
    JsonFields parameters = config.object("rope_parameters");
    JsonFields holdsTheta =
        parameters != null && parameters.has("rope_theta") ? parameters : config;
    double theta = holdsTheta.numberOr("rope_theta", 1.001, MAX_THETA, 10_000);
    return new RopeSpec(
        theta, yarn(parameters != null ? parameters : config.object("rope_scaling")));
  }

  private static RopeSpec.@Nullable Yarn yarn(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    String typeKey = fields.has("rope_type") ? "rope_type" : "type";
    if (fields.oneOf(typeKey, List.of("default", "yarn"), "default").equals("default")) {
      return null;
    }
    if (fields.has("attention_factor")) {
      throw fields.refuse("attention_factor", "nothing: mscale and mscale_all_dim decide");
    }
    if (!fields.flagOr("truncate", true)) {
      throw fields.refuse("truncate", "true");
    }
    return new RopeSpec.Yarn(
        fields.number("factor", 1, MAX_FACTOR),
        fields.integer("original_max_position_embeddings", 1, 1 << 24),
        fields.numberOr("beta_fast", 1e-3, 1e6, 32),
        fields.numberOr("beta_slow", 1e-3, 1e6, 1),
        fields.numberOr("mscale", 0, MAX_MSCALE, 1),
        fields.numberOr("mscale_all_dim", 0, MAX_MSCALE, 0));
  }
}
