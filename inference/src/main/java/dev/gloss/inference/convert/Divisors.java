package dev.gloss.inference.convert;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `rope_freqs.weight` of a GGUF file says: Llama 3's scaling of wavelengths, which has no
/// key, as a divisor for each frequency.
final class Divisors {

  private static final int NEIGHBOURS = 4;
  private static final int MAX_ORIGINAL = 1 << 20;
  private static final double LOW_FREQ_FACTOR = 1;
  private static final double HIGH_FREQ_FACTOR = 4;
  private static final float TOLERANCE = 1e-5f;

  private Divisors() {}

  /// The divisors of a model, null where keys say everything.
  static @Nullable FrequencyDivisors of(DecoderConfig config) {
    return switch (config.rope().scaling()) {
      case FrequencyDivisors divisors -> divisors;
      case Llama3 _ -> new FrequencyDivisors(ratios(config));
      default -> null;
    };
  }

  /// The scaling of Llama 3 that divisors come from: its factor is the largest of them, its bounds
  /// are those of every published model, and its original length is found by trial.
  ///
  /// @throws ModelException if none gives these divisors
  static Llama3 llama3(DecoderConfig config, FrequencyDivisors divisors) {
    double factor = divisors.divisors().stream().mapToDouble(Float::doubleValue).max().orElse(1);
    for (int original = 1; original <= MAX_ORIGINAL; original *= 2) {
      Llama3 candidate = new Llama3(factor, LOW_FREQ_FACTOR, HIGH_FREQ_FACTOR, original);
      if (near(ratios(withScaling(config, candidate)), divisors.divisors())) {
        return candidate;
      }
    }
    throw new ModelException(
        "rope_freqs.weight: config.json has no fields for these divisors, expected those of Llama"
            + " 3");
  }

  private static boolean near(List<Float> ratios, List<Float> divisors) {
    for (int i = 0; i < ratios.size(); i++) {
      if (Math.abs(ratios.get(i) / divisors.get(i) - 1) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static List<Float> ratios(DecoderConfig config) {
    float[] plain = frequencies(withScaling(config, new None()));
    float[] scaled = frequencies(config);
    List<Float> ratios = new ArrayList<>();
    for (int i = 0; i < plain.length; i++) {
      ratios.add(divisor(plain[i], scaled[i]));
    }
    return ratios;
  }

  /// A number near the quotient by which the division gives the very same frequency, if there is
  /// one: then the file computes what its source does, bit by bit.
  private static float divisor(float plain, float scaled) {
    float quotient = plain / scaled;
    float candidate = quotient;
    for (int i = 0; i < NEIGHBOURS; i++) {
      candidate = Math.nextDown(candidate);
    }
    for (int i = -NEIGHBOURS; i <= NEIGHBOURS; i++) {
      if (plain / candidate == scaled) {
        return candidate;
      }
      candidate = Math.nextUp(candidate);
    }
    return quotient;
  }

  private static float[] frequencies(DecoderConfig config) {
    RopeTable table = RopeTable.of(config);
    float[] frequencies = new float[table.pairs()];
    table.inverseFrequencies(1, frequencies);
    return frequencies;
  }

  private static DecoderConfig withScaling(DecoderConfig config, RopeScaling scaling) {
    RopeSpec rope = config.rope();
    return new DecoderConfig(
        config.architecture(),
        config.modelType(),
        config.vocabSize(),
        config.hiddenSize(),
        config.numHiddenLayers(),
        config.numNextnPredictLayers(),
        config.attention(),
        config.feedForward(),
        config.rmsNormEps(),
        new RopeSpec(rope.ropeTheta(), rope.pairing(), scaling),
        config.maxPositionEmbeddings(),
        config.tieWordEmbeddings());
  }
}
