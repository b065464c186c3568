package dev.gloss.inference.model;

import dev.gloss.inference.model.RopeSpec.Yarn;

/// The numbers that rotate queries and keys by their position (RoFormer, eq. 15), stretched to
/// longer contexts by YaRN (Peng et al., 2023) where the configuration says so.
///
/// A position `p` turns the adjacent channels `2i` and `2i + 1` by the angle `p *
/// inverseFrequencies[i]`; cosine and sine are multiplied by [#cosSinMultiplier()]. YaRN's
/// frequencies apply at every position, also within the original length.
///
/// Immutable.
public final class RopeTable {

  private final float[] inverseFrequencies;
  private final float cosSinMultiplier;
  private final float softmaxScale;

  private RopeTable(float[] inverseFrequencies, float cosSinMultiplier, float softmaxScale) {
    this.inverseFrequencies = inverseFrequencies;
    this.cosSinMultiplier = cosSinMultiplier;
    this.softmaxScale = softmaxScale;
  }

  /// The table of a model.
  public static RopeTable of(DeepseekConfig config) {
    RopeSpec rope = config.rope();
    Yarn yarn = rope.yarn();
    int channels = config.qkRopeHeadDim();
    double softmaxScale = 1 / Math.sqrt(config.qkHeadDim());
    if (yarn == null) {
      return new RopeTable(frequencies(channels, rope.ropeTheta()), 1, (float) softmaxScale);
    }
    double multiplier =
        mscale(yarn.factor(), yarn.mscale()) / mscale(yarn.factor(), yarn.mscaleAllDim());
    double logitScale = mscale(yarn.factor(), yarn.mscaleAllDim());
    return new RopeTable(
        stretched(channels, rope.ropeTheta(), yarn),
        (float) multiplier,
        (float) (softmaxScale * logitScale * logitScale));
  }

  /// Radians a position, one number per pair of channels: `qkRopeHeadDim / 2` of them, a copy.
  public float[] inverseFrequencies() {
    return inverseFrequencies.clone();
  }

  /// Multiplies cosine and sine; 1 in every published DeepSeek configuration.
  public float cosSinMultiplier() {
    return cosSinMultiplier;
  }

  /// Multiplies the attention's logits: `1 / sqrt(qkHeadDim)`, with YaRN times the square of its
  /// attention scale, which the reference code takes from `mscale_all_dim`.
  public float softmaxScale() {
    return softmaxScale;
  }

  /// `theta_i = ropeTheta^(-2i / channels)` (RoFormer, section 3.2.2), rounded to float at each
  /// operation as the reference code does.
  private static float[] frequencies(int channels, double ropeTheta) {
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = 1f / power(i, channels, ropeTheta);
    }
    return frequencies;
  }

  private static float power(int pair, int channels, double ropeTheta) {
    return (float) Math.pow(ropeTheta, 2f * pair / channels);
  }

  /// "NTK-by-parts" interpolation (YaRN, section 3.2): a frequency that turns often within the
  /// original context stays, one that turns seldom is divided by the factor, those between are
  /// mixed. The ramp runs over pairs but is clamped to channels, as in the reference code.
  private static float[] stretched(int channels, double ropeTheta, Yarn yarn) {
    double low = Math.max(0, Math.floor(pairThatTurns(yarn.betaFast(), channels, ropeTheta, yarn)));
    double high =
        Math.min(
            channels - 1, Math.ceil(pairThatTurns(yarn.betaSlow(), channels, ropeTheta, yarn)));
    float factor = (float) yarn.factor();
    float width = (float) (low == high ? 0.001 : high - low); // the reference's guard against 0/0
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float power = power(i, channels, ropeTheta);
      float kept = 1 - Math.clamp((i - (float) low) / width, 0f, 1f);
      frequencies[i] = 1f / (factor * power) * (1 - kept) + 1f / power * kept;
    }
    return frequencies;
  }

  /// The pair, as a fraction, that makes this many full turns within the original context: the
  /// inverse of `theta_i` (YaRN, section 3.2, solved for the dimension).
  private static double pairThatTurns(double turns, int channels, double ropeTheta, Yarn yarn) {
    double wavelength = yarn.originalMaxPositionEmbeddings() / turns;
    return channels * Math.log(wavelength / (2 * Math.PI)) / (2 * Math.log(ropeTheta));
  }

  /// The attention scale of YaRN (section 3.4: `0.1 ln(s) + 1`) with DeepSeek's weight in front of
  /// the logarithm; 1 for a weight of 0.
  private static double mscale(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }
}
