package dev.gloss.inference.model;

import dev.gloss.inference.model.RopeScaling.Dynamic;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeScaling.Linear;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RopeSpec.Pairing;

/// The numbers that rotate queries and keys by their position (RoFormer, eq. 15), stretched to
/// longer contexts where the configuration says so.
///
/// A position `p` turns pair `i` of the channels by the angle `p * inverseFrequencies[i]`; cosine
/// and sine are multiplied by [#cosSinMultiplier()]. A scaling applies at every position, also
/// within the original length. The numbers are rounded to float at each operation as the reference
/// code does, and computed with `StrictMath`, so that they are the same on every machine.
///
/// Immutable.
public final class RopeTable {

  private final RopeSpec spec;
  private final int channels;
  private final float[] inverseFrequencies;
  private final float cosSinMultiplier;
  private final float softmaxScale;

  private RopeTable(RopeSpec spec, int channels, int headDim) {
    this.spec = spec;
    this.channels = channels;
    if (spec.scaling() instanceof FrequencyDivisors own && own.divisors().size() != channels / 2) {
      throw new IllegalArgumentException(
          "%d pairs of channels need so many divisors of frequencies, got %d"
              .formatted(channels / 2, own.divisors().size()));
    }
    this.inverseFrequencies = scaled();
    double multiplier = 1;
    double softmax = 1 / Math.sqrt(headDim);
    if (spec.scaling() instanceof Yarn yarn) {
      multiplier = yarn.attentionFactor();
      softmax = softmax * yarn.logitMscale() * yarn.logitMscale();
    }
    this.cosSinMultiplier = (float) multiplier;
    this.softmaxScale = (float) softmax;
  }

  /// The table of a model.
  ///
  /// @throws IllegalArgumentException if the scaling is by divisors, and these are not one for each
  ///   pair of channels
  public static RopeTable of(DecoderConfig config) {
    AttentionSpec attention = config.attention();
    return new RopeTable(config.rope(), attention.ropeHeadDim(), attention.qkHeadDim());
  }

  /// Which channels turn together.
  public Pairing pairing() {
    return spec.pairing();
  }

  /// Pairs of channels that are rotated.
  public int pairs() {
    return inverseFrequencies.length;
  }

  /// Radians a position, one number per pair of channels, for a text of so many tokens; the length
  /// matters to [Dynamic] alone.
  ///
  /// @param to gets [#pairs()] numbers
  public void inverseFrequencies(int tokens, float[] to) {
    if (spec.scaling() instanceof Dynamic dynamic
        && tokens > dynamic.originalMaxPositionEmbeddings()) {
      double theta = grownTheta(dynamic, tokens);
      for (int i = 0; i < to.length; i++) {
        to[i] = frequency(i, theta);
      }
      return;
    }
    System.arraycopy(inverseFrequencies, 0, to, 0, inverseFrequencies.length);
  }

  /// Multiplies cosine and sine; 1 in every published DeepSeek configuration.
  public float cosSinMultiplier() {
    return cosSinMultiplier;
  }

  /// Multiplies the attention's logits: `1 / sqrt(qkHeadDim)`, and the square of what YaRN says.
  public float softmaxScale() {
    return softmaxScale;
  }

  private float[] scaled() {
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float plain = frequency(i, spec.ropeTheta());
      frequencies[i] =
          switch (spec.scaling()) {
            case None _, Dynamic _ -> plain;
            case Linear linear -> plain / (float) linear.factor();
            case Llama3 llama3 -> byWavelength(plain, llama3);
            case Yarn yarn -> stretched(i, yarn);
            case FrequencyDivisors own -> plain / own.divisors().get(i);
          };
    }
    return frequencies;
  }

  /// `theta_i = ropeTheta^(-2i / channels)` (RoFormer, section 3.2.2).
  private float frequency(int pair, double theta) {
    return 1f / power(pair, theta);
  }

  private float power(int pair, double theta) {
    return (float) StrictMath.pow(theta, 2f * pair / channels);
  }

  /// The base for a text longer than the original context, as the reference code of "dynamic NTK"
  /// has it.
  private double grownTheta(Dynamic dynamic, int tokens) {
    double factor = dynamic.factor();
    double growth = factor * tokens / dynamic.originalMaxPositionEmbeddings() - (factor - 1);
    return spec.ropeTheta() * StrictMath.pow(growth, channels / (channels - 2.0));
  }

  /// Llama 3.1's scaling, as its reference code has it.
  private static float byWavelength(float frequency, Llama3 llama3) {
    double original = llama3.originalMaxPositionEmbeddings();
    float factor = (float) llama3.factor();
    float wavelength = (float) (2 * Math.PI) / frequency;
    if (wavelength < original / llama3.highFreqFactor()) {
      return frequency;
    }
    if (wavelength > original / llama3.lowFreqFactor()) {
      return frequency / factor;
    }
    float turns = (float) original / wavelength;
    float kept =
        (turns - (float) llama3.lowFreqFactor())
            / (float) (llama3.highFreqFactor() - llama3.lowFreqFactor());
    return (1 - kept) * frequency / factor + kept * frequency;
  }

  /// "NTK-by-parts" interpolation (YaRN, section 3.2): a frequency that turns often within the
  /// original context stays, one that turns seldom is divided by the factor, those between are
  /// mixed. The ramp runs over pairs but is clamped to channels, as in the reference code.
  private float stretched(int pair, Yarn yarn) {
    double low = pairThatTurns(yarn.betaFast(), yarn);
    double high = pairThatTurns(yarn.betaSlow(), yarn);
    low = Math.max(0, yarn.truncate() ? Math.floor(low) : low);
    high = Math.min(channels - 1, yarn.truncate() ? Math.ceil(high) : high);
    float width = (float) (low == high ? 0.001 : high - low); // the reference's guard against 0/0
    float kept = 1 - Math.clamp((pair - (float) low) / width, 0f, 1f);
    float power = power(pair, spec.ropeTheta());
    return 1f / ((float) yarn.factor() * power) * (1 - kept) + 1f / power * kept;
  }

  /// The pair, as a fraction, that makes this many full turns within the original context: the
  /// inverse of `theta_i` (YaRN, section 3.2, solved for the dimension).
  private double pairThatTurns(double turns, Yarn yarn) {
    double wavelength = yarn.originalMaxPositionEmbeddings() / turns;
    double waves = StrictMath.log(wavelength / (2 * Math.PI));
    return channels * waves / (2 * StrictMath.log(spec.ropeTheta()));
  }
}
