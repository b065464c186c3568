package dev.gloss.inference.tensor.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Relative errors (root of the sum of squared errors over that of the squared numbers) beside
/// those of llama.cpp v0.4.0, whose `quantize_row_*_ref` rounded the same 16,384 numbers.
class RoundingErrorTest {

  private static final int COUNT = 64 * 256;

  @ParameterizedTest
  @CsvSource({
    "GAUSS, Q8_0, 0.005348",
    "GAUSS, Q4_0, 0.086081",
    "GAUSS, Q4_K, 0.070841",
    "GAUSS, Q6_K, 0.017623",
    "LAPLACE, Q8_0, 0.006653",
    "LAPLACE, Q4_0, 0.105495",
    "LAPLACE, Q4_K, 0.083833",
    "LAPLACE, Q6_K, 0.021693",
    "UNIFORM, Q8_0, 0.003766",
    "UNIFORM, Q4_0, 0.064806",
    "UNIFORM, Q4_K, 0.054410",
    "UNIFORM, Q6_K, 0.013361",
    "OUTLIERS, Q8_0, 0.009353",
    "OUTLIERS, Q4_0, 0.148235",
    "OUTLIERS, Q4_K, 0.094524",
    "OUTLIERS, Q6_K, 0.028033",
  })
  void errorsAreNoLargerThanThoseOfTheReference(Numbers numbers, DType type, double reference) {
    double error = relativeError(numbers.draw(), type);
    if (type.blockElements() == 32) {
      assertEquals(reference, error, 1e-6);
    } else {
      assertTrue(error <= 1.01 * reference, type + " " + error + ", reference " + reference);
    }
  }

  private static double relativeError(float[] values, DType type) {
    TwoWayCodec codec = (TwoWayCodec) type.codec();
    int blocks = values.length / codec.blockElements();
    MemorySegment data = MemorySegment.ofArray(new byte[blocks * codec.blockBytes()]);
    codec.encode(values, 0, blocks, data, 0);
    float[] back = new float[values.length];
    codec.decode(data, 0, blocks, back, 0);
    double error = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      error += (double) (values[i] - back[i]) * (values[i] - back[i]);
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(error / sum);
  }

  /// How the numbers are distributed.
  private enum Numbers {
    GAUSS {
      @Override
      double next(Random random, double gaussian) {
        return gaussian * 0.02;
      }
    },
    LAPLACE {
      @Override
      double next(Random random, double gaussian) {
        return Math.signum(gaussian) * -Math.log(1 - random.nextDouble()) * 0.02;
      }
    },
    UNIFORM {
      @Override
      double next(Random random, double gaussian) {
        return (random.nextDouble() * 2 - 1) * 0.05;
      }
    },
    OUTLIERS {
      @Override
      double next(Random random, double gaussian) {
        return gaussian * 0.02 * (random.nextInt(100) == 0 ? 10 : 1);
      }
    };

    abstract double next(Random random, double gaussian);

    float[] draw() {
      Random random = new Random(1);
      float[] values = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        if (i % 16 == 0) {
          random.nextGaussian();
        }
        values[i] = (float) next(random, random.nextGaussian());
      }
      return values;
    }
  }
}
