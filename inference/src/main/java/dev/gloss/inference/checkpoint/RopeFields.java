package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;
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
        theta,
        Pairing.ADJACENT,
        scaling(parameters != null ? parameters : config.object("rope_scaling")));
  }

  private static RopeScaling scaling(@Nullable JsonFields fields) {
    if (fields == null) {
      return new RopeScaling.None();
    }
    String typeKey = fields.has("rope_type") ? "rope_type" : "type";
    if (fields.oneOf(typeKey, List.of("default", "yarn"), "default").equals("default")) {
      return new RopeScaling.None();
    }
    if (fields.has("attention_factor")) {
      throw fields.refuse("attention_factor", "nothing: mscale and mscale_all_dim decide");
    }
    if (!fields.flagOr("truncate", true)) {
      throw fields.refuse("truncate", "true");
    }
    double factor = fields.number("factor", 1, MAX_FACTOR);
    double mscale = fields.numberOr("mscale", 0, MAX_MSCALE, 1);
    double mscaleAllDim = fields.numberOr("mscale_all_dim", 0, MAX_MSCALE, 0);
    return new Yarn(
        factor,
        fields.integer("original_max_position_embeddings", 1, 1 << 24),
        fields.numberOr("beta_fast", 1e-3, 1e6, 32),
        fields.numberOr("beta_slow", 1e-3, 1e6, 1),
        true,
        Yarn.mscale(factor, mscale) / Yarn.mscale(factor, mscaleAllDim),
        Yarn.mscale(factor, mscaleAllDim));
  }
}
