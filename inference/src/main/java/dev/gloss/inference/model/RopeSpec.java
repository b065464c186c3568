package dev.gloss.inference.model;

import org.jspecify.annotations.Nullable;

/// The rotation that gives queries and keys their position.
///
/// @param ropeTheta the base of the geometric series of wavelengths
/// @param yarn how the series is stretched to longer contexts, null for not at all
public record RopeSpec(double ropeTheta, @Nullable Yarn yarn) {

  /// The parameters of YaRN, `rope_scaling` of type `yarn`.
  ///
  /// @param factor how many times longer the context becomes
  /// @param originalMaxPositionEmbeddings tokens of the context before stretching
  /// @param betaFast rotations above which a frequency is kept
  /// @param betaSlow rotations below which a frequency is divided by the factor
  /// @param mscale scales cosine and sine together with `mscaleAllDim`
  /// @param mscaleAllDim scales the attention's logits
  public record Yarn(
      double factor,
      int originalMaxPositionEmbeddings,
      double betaFast,
      double betaSlow,
      double mscale,
      double mscaleAllDim) {}
}
