package dev.gloss.inference.cpu.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Machine code against the specification, bit by bit.
final class MachineKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final Arena arena = Arena.ofConfined();
  private final RandomNumbers random = RandomNumbers.ofSeed();
  private final List<MachineKernels> machines =
      MachineKernels.ofEveryKind(new ScalarKernels(), arena);

  @BeforeEach
  void needsTheProcessor() {
    assumeTrue(Processor.obstacle() == null, () -> "no machine code: " + Processor.obstacle());
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.cpu.vector.RandomNumbers#roundedTypes")
  void randomProductsAreThoseOfTheSpecification(DType dtype) {
    for (int round = 0; round < 6; round++) {
      int outputs = random.between(1, 70);
      int columns = dtype.blockElements() * random.between(1, 19);
      int rows = random.between(1, 23);
      check(random.matrix(arena, dtype, outputs, columns), rows);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.cpu.vector.RandomNumbers#roundedTypes")
  void theLargestIntegersFit(DType dtype) {
    for (int code : new int[] {0x00, 0x7f, 0x80, 0xff}) {
      check(random.extremeMatrix(arena, dtype, 40, 768, code), 7);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "F8_E4M3"})
  void productsWithFewRowsAreThoseOfTheSpecification(DType dtype) {
    for (int round = 0; round < 12; round++) {
      int outputs = random.between(1, 200);
      int columns = 4 * random.between(1, 150);
      check(random.matrix(arena, dtype, outputs, columns), random.between(1, 3));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F16", "BF16", "F8_E4M3"})
  void productsWithManyRowsAreThoseOfTheSpecification(DType dtype) {
    for (int round = 0; round < 8; round++) {
      int outputs = random.between(1, 70);
      int columns = 4 * random.between(1, 150);
      check(random.matrix(arena, dtype, outputs, columns), random.between(25, 70));
    }
    // More columns and rows than are gathered at a time.
    check(random.matrix(arena, dtype, 33, 520), 257);
  }

  /// Columns that the code takes one at a time.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 255, 257, 258, 515})
  void productsWithManyRowsOfAnyWidthAreThoseOfTheSpecification(int columns) {
    for (DType dtype : List.of(DType.F32, DType.BF16)) {
      check(random.matrix(arena, dtype, 52, columns), random.between(32, 70));
    }
  }

  @Test
  void aPartOfAProductWithManyRowsIsThatOfTheSpecification() {
    int columns = 300;
    int rows = 270;
    PackedMatrix packed =
        PackedMatrix.of(random.matrix(arena, DType.BF16, 70, columns), Precision.FAST, arena);
    MemorySegment x = random.floats(arena, (long) rows * columns);
    MemorySegment before = random.floats(arena, (long) rows * 70);
    List<Kernels> kernels = new ArrayList<>(machines);
    kernels.addFirst(new ScalarKernels());
    for (int firstPanel : new int[] {1, 2}) {
      float[][] products = new float[kernels.size()][];
      for (int i = 0; i < products.length; i++) {
        MemorySegment y = arena.allocate(before.byteSize(), 64).copyFrom(before);
        RowView from = new RowView(x, 0, columns * 4L);
        RowView to = new RowView(y, 0, 70 * 4L);
        kernels.get(i).multiply(packed, firstPanel, 3, from, to, 5, rows - 5);
        products[i] = y.toArray(FLOAT);
      }
      for (int i = 1; i < products.length; i++) {
        assertArrayEquals(products[0], products[i], kernels.get(i).name() + random.hint());
      }
    }
  }

  /// What a thread computes of a product: some panels, some rows, more than are taken at a time.
  @Test
  void aPartOfAProductIsThatOfTheSpecification() {
    int columns = 96;
    int rows = 300;
    Matrix matrix = random.matrix(arena, DType.Q5_1, 70, columns);
    PackedMatrix packed = PackedMatrix.of(matrix, Precision.FAST, arena);
    MemorySegment x = random.floats(arena, (long) rows * columns);
    MemorySegment before = random.floats(arena, (long) rows * 70);
    List<Kernels> kernels = new ArrayList<>(machines);
    kernels.addFirst(new ScalarKernels());
    float[][] products = new float[kernels.size()][];
    for (int i = 0; i < products.length; i++) {
      MemorySegment y = arena.allocate(before.byteSize(), 64).copyFrom(before);
      RoundedRows rounded = RoundedRows.allocate(arena, rows, columns);
      RowView from = new RowView(x, 0, columns * 4L);
      kernels.get(i).round(from, columns, 5, rows - 5, rounded);
      kernels.get(i).multiply(packed, 1, 3, rounded, new RowView(y, 0, 70 * 4L), 5, rows - 5);
      products[i] = y.toArray(FLOAT);
    }
    for (int i = 1; i < products.length; i++) {
      assertArrayEquals(products[0], products[i], kernels.get(i).name() + random.hint());
    }
  }

  @Test
  void rowsAreRoundedAsSpecified() {
    int columns = 32 * random.between(1, 9);
    int rows = 12;
    MemorySegment x = random.floats(arena, (long) rows * columns);
    for (long i = 0; i < (long) rows * columns; i++) {
      float scale =
          switch ((int) (i / columns)) {
            case 0 -> 0;
            case 1 -> 1e-31f;
            case 2 -> 1e-37f;
            case 3 -> 1e37f;
            case 4 -> 0.5f;
            default -> 1;
          };
      float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value * scale);
    }
    RoundedRows expected = rounded(new ScalarKernels(), x, rows, columns);
    RoundedRows actual = rounded(machines.getFirst(), x, rows, columns);
    assertArrayEquals(
        expected.segment().toArray(ValueLayout.JAVA_INT),
        actual.segment().toArray(ValueLayout.JAVA_INT),
        random.hint());
  }

  @Test
  void blocksThatAreNotFiniteHaveNoScale() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      MemorySegment x = random.floats(arena, 64);
      x.setAtIndex(ValueLayout.JAVA_FLOAT, 40, bad);
      RoundedRows actual = rounded(machines.getFirst(), x, 1, 64);
      long second = actual.offsetOf(0, 1);
      assertTrue(Float.isFinite(actual.segment().get(FLOAT, RoundedRows.SCALE)));
      assertTrue(Float.isNaN(actual.segment().get(FLOAT, second + RoundedRows.SCALE)));
      assertTrue(Float.isNaN(actual.segment().get(FLOAT, second + RoundedRows.SCALED_SUM)));
    }
  }

  private RoundedRows rounded(Kernels kernels, MemorySegment x, int rows, int columns) {
    RoundedRows to = RoundedRows.allocate(arena, rows, columns);
    kernels.round(new RowView(x, 0, columns * 4L), columns, 0, rows, to);
    return to;
  }

  private void check(Matrix matrix, int rows) {
    PackedMatrix packed = PackedMatrix.of(matrix, Precision.FAST, arena);
    MemorySegment x = random.floats(arena, (long) rows * packed.columns());
    for (long i = 0; i < (long) rows * packed.columns(); i++) {
      if (i / packed.columns() % 3 == 1) {
        // Rows of the largest integers of either sign.
        float sign = i / packed.columns() % 2 == 0 || random.between(0, 1) == 0 ? 1 : -1;
        x.setAtIndex(ValueLayout.JAVA_FLOAT, i, sign);
      }
    }
    float[] expected = products(new ScalarKernels(), packed, x, rows);
    for (MachineKernels machine : machines) {
      assertArrayEquals(
          expected,
          products(machine, packed, x, rows),
          () ->
              "%s, %d x %d, %d rows %s"
                  .formatted(machine.name(), packed.rows(), packed.columns(), rows, random.hint()));
    }
  }

  private static float[] products(Kernels kernels, PackedMatrix matrix, MemorySegment x, int rows) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment y = own.allocate((long) rows * matrix.rows() * Float.BYTES, 64);
      kernels.multiply(
          matrix,
          0,
          matrix.panels(),
          new RowView(x, 0, matrix.columns() * 4L),
          new RowView(y, 0, matrix.rows() * 4L),
          0,
          rows);
      return y.toArray(ValueLayout.JAVA_FLOAT);
    }
  }
}
