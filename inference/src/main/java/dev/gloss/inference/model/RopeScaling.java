package dev.gloss.inference.model;

import java.util.List;

/// How the wavelengths of RoPE are stretched to longer contexts, `rope_scaling` in Hugging Face's
/// configurations.
public sealed interface RopeScaling {

  /// Not at all.
  record None() implements RopeScaling {}

  /// Every frequency is divided by the factor (Chen et al., 2023, "position interpolation").
  ///
  /// @param factor how many times longer the context becomes
  record Linear(double factor) implements RopeScaling {}

  /// The base grows with the text beyond the original length ("dynamic NTK").
  ///
  /// What the reference code computes for a position depends on how long the text is that it is
  /// computed with. Here a position is turned by the frequencies of the text that **ends with it**,
  /// so that a token's numbers do not depend on what comes after it: within the original length the
  /// same as the reference, beyond it what the reference does token by token with a cache.
  ///
  /// @param factor how many times longer the context becomes
  /// @param originalMaxPositionEmbeddings tokens of the context before stretching
  record Dynamic(double factor, int originalMaxPositionEmbeddings) implements RopeScaling {}

  /// By wavelength: long waves are divided by the factor, short ones kept, those between mixed
  /// (Llama 3.1).
  ///
  /// @param factor how many times longer the context becomes
  /// @param lowFreqFactor turns within the original context at and below which a frequency is
  ///   divided
  /// @param highFreqFactor turns above which it is kept
  /// @param originalMaxPositionEmbeddings tokens of the context before stretching
  record Llama3(
      double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositionEmbeddings)
      implements RopeScaling {}

  /// YaRN (Peng et al., 2023).
  ///
  /// @param factor how many times longer the context becomes
  /// @param originalMaxPositionEmbeddings tokens of the context before stretching
  /// @param betaFast rotations above which a frequency is kept
  /// @param betaSlow rotations below which a frequency is divided by the factor
  /// @param truncate whether the bounds of the ramp between are rounded to whole pairs
  /// @param attentionFactor multiplies cosine and sine
  /// @param logitMscale multiplies the attention's logits by its square, 1 where it does not; only
  ///   DeepSeek's attention has it
  record Yarn(
      double factor,
      int originalMaxPositionEmbeddings,
      double betaFast,
      double betaSlow,
      boolean truncate,
      double attentionFactor,
      double logitMscale)
      implements RopeScaling {

    /// The attention scale of YaRN (section 3.4: `0.1 ln(s) + 1`) with DeepSeek's weight in front
    /// of the logarithm; 1 for a weight of 0.
    ///
    /// @param factor how many times longer the context becomes
    /// @param weight 1 for the paper's
    public static double mscale(double factor, double weight) {
      return factor <= 1 ? 1 : 0.1 * weight * StrictMath.log(factor) + 1;
    }
  }

  /// Each frequency is divided by a number of its own, `rope_freqs.weight` of GGUF files.
  ///
  /// @param divisors one for each pair of channels
  record FrequencyDivisors(List<Float> divisors) implements RopeScaling {

    /// Copies the list.
    public FrequencyDivisors {
      divisors = List.copyOf(divisors);
    }
  }
}
