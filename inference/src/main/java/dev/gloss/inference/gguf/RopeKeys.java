package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys, and the one tensor, that say how positions are rotated.
final class RopeKeys {
  private static final String SCALING = "rope.scaling.";
  private static final String FREQUENCIES = "rope_freqs.weight";
  private static final String LATENT = "deepseek2";

  /// What `yarn_log_multiplier` has in it of the paper's 0.1.
  private static final double LOG_WEIGHT = 0.1;

  private RopeKeys() {}

  /// @param channels rotated channels of a head, which must be all that the file rotates
  static RopeSpec read(Keys keys, GgufTensors tensors, Pairing pairing, int channels) {
    if (keys.integerOr("rope.dimension_count", 1, Limits.HEAD_DIM, channels) != channels
        || channels % 2 != 0) {
      throw keys.refuse("rope.dimension_count", channels + ", and that even");
    }
    double theta = keys.numberOr("rope.freq_base", 1, 1e12, 10_000);
    RopeScaling scaling = scaling(keys);
    if (tensors.has(FREQUENCIES)) {
      if (!(scaling instanceof RopeScaling.None)) {
        throw keys.refuse(SCALING + "type", "none beside a tensor " + FREQUENCIES);
      }
      scaling = divisors(keys, tensors.vector(FREQUENCIES, channels / 2));
    }
    return new RopeSpec(theta, pairing, scaling);
  }

  private static RopeScaling scaling(Keys keys) {
    double factor =
        keys.numberOr(SCALING + "factor", 0, 1e6, keys.numberOr("rope.scale_linear", 0, 1e6, 0));
    String type = keys.optionalText(SCALING + "type");
    RopeScaling scaling = factor == 0 ? null : stretched(keys, type, factor);
    if (!(scaling instanceof RopeScaling.Yarn)
        && keys.numberOr(SCALING + "attn_factor", 0, 1e6, 1) != 1) {
      throw keys.refuse(SCALING + "attn_factor", "1 without YaRN");
    }
    return scaling == null ? new RopeScaling.None() : scaling;
  }

  private static @Nullable RopeScaling stretched(Keys keys, @Nullable String type, double factor) {
    return switch (type) {
      case null -> linear(factor);
      case "linear" -> linear(factor);
      case "yarn" -> yarn(keys, factor);
      case "none" -> null;
      default -> throw keys.refuse(SCALING + "type", "none, linear or yarn");
    };
  }

  private static @Nullable RopeScaling linear(double factor) {
    return factor == 1 ? null : new RopeScaling.Linear(factor);
  }

  private static RopeScaling yarn(Keys keys, double factor) {
    // Below 0 it stands for no choice. `yarn_attn_factor`, which converters write too, is computed
    // from the factor wherever YaRN is applied, and read by nobody.
    double extrapolation = keys.numberOr(SCALING + "yarn_ext_factor", -1e6, 1e6, 1);
    if (extrapolation >= 0 && extrapolation != 1) {
      throw keys.refuse(SCALING + "yarn_ext_factor", "1");
    }
    int context = keys.integer("context_length", 1, Limits.POSITIONS);
    double logMultiplier = keys.numberOr(SCALING + "yarn_log_multiplier", 0, 100, 0);
    if (logMultiplier != 0 && !keys.architecture().equals(LATENT)) {
      throw keys.refuse(SCALING + "yarn_log_multiplier", "none outside " + LATENT);
    }
    // DeepSeek's configurations have one weight for both, so nothing is left of it for cosine and
    // sine.
    double multiplier = logMultiplier == 0 ? RopeScaling.Yarn.mscale(factor, 1) : 1;
    return new RopeScaling.Yarn(
        factor,
        keys.integerOr(SCALING + "original_context_length", 1, Limits.POSITIONS, context),
        keys.numberOr(SCALING + "yarn_beta_fast", 1e-3, 1e6, 32),
        keys.numberOr(SCALING + "yarn_beta_slow", 1e-3, 1e6, 1),
        true,
        multiplier * keys.numberOr(SCALING + "attn_factor", 0, 1e6, 1),
        RopeScaling.Yarn.mscale(factor, logMultiplier / LOG_WEIGHT));
  }

  private static RopeScaling divisors(Keys keys, Tensor frequencies) {
    List<Float> divisors = new ArrayList<>();
    for (float divisor : Decoder.all(frequencies)) {
      if (!(divisor > 0 && divisor < Float.POSITIVE_INFINITY)) {
        throw new ModelException(
            "%s: tensor %s holds %s, expected divisors above 0"
                .formatted(keys.metadata().file(), FREQUENCIES, divisor));
      }
      divisors.add(divisor);
    }
    return new RopeScaling.FrequencyDivisors(divisors);
  }
}
