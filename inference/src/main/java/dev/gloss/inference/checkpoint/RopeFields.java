package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeScaling.Dynamic;
import dev.gloss.inference.model.RopeScaling.Linear;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
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

  private static final String ORIGINAL = "original_max_position_embeddings";

  /// Whose attention the rotation belongs to; the published codes understand YaRN differently.
  enum Kind {
    /// Latent attention, DeepSeek's: `mscale_all_dim` scales the logits.
    LATENT(List.of("default", "yarn")),
    /// Every other: nothing but cosine and sine is scaled.
    PLAIN(List.of("default", "linear", "dynamic", "llama3", "yarn"));

    private final List<String> types;

    Kind(List<String> types) {
      this.types = types;
    }
  }

  private final JsonFields config;
  private final JsonFields scaling;
  private final Kind kind;

  private RopeFields(JsonFields config, JsonFields scaling, Kind kind) {
    this.config = config;
    this.scaling = scaling;
    this.kind = kind;
  }

  /// A number of channels that turn in pairs.
  static int channels(JsonFields fields, String name) {
    int channels = fields.integer(name, 2, ConfigLimits.MAX_HEAD_DIM);
    if (channels % 2 != 0) {
      throw fields.refuse(name, "an even number: channels turn in pairs");
    }
    return channels;
  }

  /// Reads and checks them.
  static RopeSpec read(JsonFields config, Pairing pairing, Kind kind) {
    JsonFields parameters = config.object("rope_parameters");
    refusePart(config);
    if (parameters != null) {
      refusePart(parameters);
    }
    JsonFields holdsTheta =
        parameters != null && parameters.has("rope_theta") ? parameters : config;
    double theta = holdsTheta.numberOr("rope_theta", 1.001, MAX_THETA, 10_000);
    JsonFields scaling = parameters != null ? parameters : config.object("rope_scaling");
    return new RopeSpec(theta, pairing, scaling(config, scaling, kind));
  }

  private static void refusePart(JsonFields fields) {
    if (fields.numberOr("partial_rotary_factor", 0, MAX_FACTOR, 1) != 1) {
      throw fields.refuse("partial_rotary_factor", "1");
    }
  }

  private static RopeScaling scaling(JsonFields config, @Nullable JsonFields scaling, Kind kind) {
    return scaling == null ? new None() : new RopeFields(config, scaling, kind).scaling();
  }

  private RopeScaling scaling() {
    String typeKey = scaling.has("rope_type") ? "rope_type" : "type";
    return switch (scaling.oneOf(typeKey, kind.types, "default")) {
      case "linear" -> new Linear(factor());
      case "dynamic" -> new Dynamic(factor(), positions(config, "max_position_embeddings"));
      case "llama3" -> llama3();
      case "yarn" -> kind == Kind.LATENT ? latentYarn() : plainYarn();
      default -> new None();
    };
  }

  private double factor() {
    return scaling.number("factor", 1, MAX_FACTOR);
  }

  private static int positions(JsonFields fields, String name) {
    return fields.integer(name, 1, ConfigLimits.MAX_POSITIONS);
  }

  private int originalOrMax() {
    return scaling.has(ORIGINAL)
        ? positions(scaling, ORIGINAL)
        : positions(config, "max_position_embeddings");
  }

  private Llama3 llama3() {
    double low = scaling.number("low_freq_factor", 1e-3, MAX_FACTOR);
    double high = scaling.number("high_freq_factor", 1e-3, MAX_FACTOR);
    if (high <= low) {
      throw scaling.refuse("high_freq_factor", "a number above low_freq_factor (" + low + ")");
    }
    return new Llama3(factor(), low, high, originalOrMax());
  }

  /// DeepSeek's code has weights for both scales.
  private Yarn latentYarn() {
    if (scaling.has("attention_factor")) {
      throw scaling.refuse("attention_factor", "nothing: mscale and mscale_all_dim decide");
    }
    if (!scaling.flagOr("truncate", true)) {
      throw scaling.refuse("truncate", "true");
    }
    double factor = factor();
    double mscale = scaling.numberOr("mscale", 0, MAX_MSCALE, 1);
    double mscaleAllDim = scaling.numberOr("mscale_all_dim", 0, MAX_MSCALE, 0);
    double logits = Yarn.mscale(factor, mscaleAllDim);
    return yarn(factor, positions(scaling, ORIGINAL), Yarn.mscale(factor, mscale) / logits, logits);
  }

  /// `transformers` takes the factor that is given, or the ratio of both scales if both are, or the
  /// paper's.
  private Yarn plainYarn() {
    double factor = factor();
    double mscale = scaling.numberOr("mscale", 0, MAX_MSCALE, 0);
    double mscaleAllDim = scaling.numberOr("mscale_all_dim", 0, MAX_MSCALE, 0);
    double byDefault =
        mscale != 0 && mscaleAllDim != 0
            ? Yarn.mscale(factor, mscale) / Yarn.mscale(factor, mscaleAllDim)
            : Yarn.mscale(factor, 1);
    double attention = scaling.numberOr("attention_factor", 1e-3, MAX_MSCALE, byDefault);
    return yarn(factor, originalOrMax(), attention, 1);
  }

  private Yarn yarn(double factor, int original, double attentionFactor, double logitMscale) {
    return new Yarn(
        factor,
        original,
        scaling.numberOr("beta_fast", 1e-3, 1e6, 32),
        scaling.numberOr("beta_slow", 1e-3, 1e6, 1),
        scaling.flagOr("truncate", true),
        attentionFactor,
        logitMscale);
  }
}
