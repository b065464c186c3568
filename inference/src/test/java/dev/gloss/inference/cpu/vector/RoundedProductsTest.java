package dev.gloss.inference.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What products with rounded activations are worth, and that their integers fit where they are
/// kept.
final class RoundedProductsTest {
  private static final int OUTPUTS = 70;
  private static final int COLUMNS = 768;
  private static final int ROWS = 6; // a tile and two single rows
  private static final int QUIET_ROUNDS = 20;
  private static final int MOST_ROUNDS = 3_000;

  private final Arena arena = Arena.ofConfined();
  private final RandomNumbers random = RandomNumbers.ofSeed();

  @AfterEach
  void close() {
    arena.close();
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.cpu.vector.RandomNumbers#roundedTypes")
  void theyAreNearTheExactOnes(DType dtype) {
    Matrix matrix = random.matrix(arena, dtype, OUTPUTS, COLUMNS);
    PackedMatrix packed = PackedMatrix.of(matrix, Precision.FAST, arena);
    assertTrue(packed.format() instanceof BlockPanels && packed.roundsActivations());
    MemorySegment x = random.floats(arena, (long) ROWS * COLUMNS);
    float[] products = multiply(new VectorKernels(arena), packed, x);
    float[] weights = new float[COLUMNS];
    for (int output = 0; output < OUTPUTS; output++) {
      Decoder.row(matrix, output, weights);
      for (int row = 0; row < ROWS; row++) {
        double exact = 0;
        double squares = 0;
        for (int i = 0; i < COLUMNS; i++) {
          float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * COLUMNS + i);
          exact += (double) weights[i] * value;
          squares += (double) weights[i] * weights[i];
        }
        // Rounding is off by at most half a 127th of a block's largest, some 3 of normal numbers.
        double bearable = 6 * Math.sqrt(squares) * 4.5 / 127 / Math.sqrt(12);
        assertEquals(exact, products[row * OUTPUTS + output], bearable + 1e-6, random.hint());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.cpu.vector.RandomNumbers#roundedTypes")
  void theLargestIntegersFit(DType dtype) {
    for (int code : new int[] {0x00, 0x7f, 0x80, 0xff}) {
      Matrix matrix = random.extremeMatrix(arena, dtype, OUTPUTS, COLUMNS, code);
      PackedMatrix packed = PackedMatrix.of(matrix, Precision.FAST, arena);
      MemorySegment x = arena.allocate((long) ROWS * COLUMNS * Float.BYTES, 64);
      for (int i = 0; i < ROWS * COLUMNS; i++) {
        int row = i / COLUMNS;
        boolean negative = row % 3 == 1 || row % 3 == 2 && random.between(0, 1) == 1;
        x.setAtIndex(ValueLayout.JAVA_FLOAT, i, negative ? -1 : 1);
      }
      float[] plain = multiply(new ScalarKernels(), packed, x);
      assertArrayEquals(plain, multiply(new VectorKernels(arena), packed, x), random.hint());
      float[] weights = new float[COLUMNS];
      Decoder.row(matrix, 0, weights);
      double sum = 0;
      double magnitudes = 0;
      for (float weight : weights) {
        sum += weight;
        magnitudes += Math.abs(weight);
      }
      // A row of ones is rounded to 127 and a 127th of 1, so that it is hardly changed.
      assertEquals(sum, plain[0], 1e-5 * magnitudes, dtype + " " + code + " " + random.hint());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.cpu.vector.RandomNumbers#roundedTypes")
  void aBlockThatIsNotFiniteSpoilsItsRowAlone(DType dtype) {
    PackedMatrix packed =
        PackedMatrix.of(random.matrix(arena, dtype, OUTPUTS, COLUMNS), Precision.FAST, arena);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      MemorySegment x = random.floats(arena, (long) ROWS * COLUMNS);
      for (Kernels kernels : new Kernels[] {new ScalarKernels(), new VectorKernels(arena)}) {
        MemorySegment spoilt = arena.allocate(x.byteSize(), 64).copyFrom(x);
        spoilt.setAtIndex(ValueLayout.JAVA_FLOAT, COLUMNS + 40, bad);
        spoilt.setAtIndex(ValueLayout.JAVA_FLOAT, (ROWS - 1L) * COLUMNS, bad);
        float[] expected = multiply(kernels, packed, x);
        float[] actual = multiply(kernels, packed, spoilt);
        Arrays.fill(expected, OUTPUTS, 2 * OUTPUTS, Float.NaN);
        Arrays.fill(expected, (ROWS - 1) * OUTPUTS, ROWS * OUTPUTS, Float.NaN);
        assertArrayEquals(expected, actual, kernels.name() + " " + random.hint());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void compiledProductsAllocateNothing(DType dtype) {
    assumeTrue(
        Lanes.FLOATS.vectorBitSize() <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        "vectors wider than the machine's are never compiled");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Precision precision : Precision.values()) {
      PackedMatrix packed =
          PackedMatrix.of(random.matrix(arena, dtype, OUTPUTS, COLUMNS), precision, arena);
      Kernels kernels = new VectorKernels(arena);
      RowView x = new RowView(random.floats(arena, 10L * COLUMNS), 0, COLUMNS * 4L);
      RowView y = new RowView(random.floats(arena, 10L * OUTPUTS), 0, OUTPUTS * 4L);
      int quiet = 0;
      for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int rows = 1; rows <= 9; rows++) {
          kernels.multiply(packed, 0, packed.panels(), x, y, 0, rows);
        }
        quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      }
      assertEquals(QUIET_ROUNDS, quiet, "rounds in a row that allocate nothing, " + precision);
    }
  }

  private static float[] multiply(Kernels kernels, PackedMatrix matrix, MemorySegment x) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment y = own.allocate((long) ROWS * OUTPUTS * Float.BYTES, 64);
      kernels.multiply(
          matrix,
          0,
          matrix.panels(),
          new RowView(x, 0, COLUMNS * 4L),
          new RowView(y, 0, OUTPUTS * 4L),
          0,
          ROWS);
      return y.toArray(ValueLayout.JAVA_FLOAT);
    }
  }
}
