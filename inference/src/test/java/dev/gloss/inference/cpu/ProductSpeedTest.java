package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.synthetic.RandomWeights;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductSpeedTest {
  private static final int ROWS = 100;
  private static final int COLUMNS = 512;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F8_E4M3", "Q8_0", "Q4_K"})
  void passesMultiplyWithAllWeights(DType type) {
    try (Arena arena = Arena.ofShared()) {
      Matrix matrix = RandomWeights.filled(arena).matrix("weight", type, ROWS, COLUMNS);
      CpuOptions options = new CpuOptions(2, 1, KernelChoice.SCALAR);
      try (ProductSpeed speed = new ProductSpeed(matrix, 300_000, options)) {
        assertTrue(speed.bytesPerSecond() > 0);
        assertTrue(speed.bytes() >= 300_000, () -> speed.bytes() + " bytes");
        assertEquals(0, speed.storedBytes() % type.bytes((long) ROWS * COLUMNS));
        float[] weights = new float[COLUMNS];
        Decoder.row(matrix, 99, weights);
        double expected = 0;
        for (int i = 0; i < COLUMNS; i++) {
          expected += (double) weights[i] * speed.input(i);
        }
        assertEquals(expected, speed.output(99), 0.03);
      }
    }
  }
}
