package dev.gloss.inference.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.MachineKernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
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

/// The kernels of the Vector API and of machine code equal the plain ones bit by bit, whatever the
/// shape.
final class VectorKernelsTest {
  private static final int ROUNDS = 30;

  private final RandomNumbers random = RandomNumbers.ofSeed();
  private final Arena scratch = Arena.ofConfined();
  private final List<Kernels> fast =
      new ArrayList<>(MachineKernels.ofEveryKind(new ScalarKernels(), scratch));

  @BeforeEach
  void addTheVectorApi() {
    fast.add(new VectorKernels(scratch));
  }

  @AfterEach
  void close() {
    scratch.close();
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void exactProductsAreEqual(DType dtype) {
    checkProducts(dtype, Precision.EXACT);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void fastProductsAreEqual(DType dtype) {
    checkProducts(dtype, Precision.FAST);
  }

  private void checkProducts(DType dtype, Precision precision) {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int outputs = random.between(1, 300);
        int inputs = wholeBlocks(dtype, random.between(1, round % 10 == 0 ? 2_500 : 600));
        int rows = random.between(1, round % 10 == 0 ? 150 : 9);
        Matrix matrix = random.matrix(arena, dtype, outputs, inputs);
        PackedMatrix packed = PackedMatrix.of(matrix, precision, arena);
        int firstPanel = random.between(0, packed.panels() - 1);
        int panels = random.between(1, packed.panels() - firstPanel);
        long xStride = (inputs + random.between(0, 3)) * (long) Float.BYTES;
        long yStride = (outputs + random.between(0, 3)) * (long) Float.BYTES;
        int firstRow = random.between(0, 2);
        RowView x =
            new RowView(
                random.floats(arena, (firstRow + rows) * xStride / Float.BYTES), 0, xStride);
        check(
            arena,
            1 + (firstRow + rows) * yStride / Float.BYTES,
            dtype + " " + precision + " " + outputs + "x" + inputs + " rows " + rows,
            (kernels, y) ->
                kernels.multiply(
                    packed,
                    firstPanel,
                    panels,
                    x,
                    new RowView(y, Float.BYTES, yStride),
                    firstRow,
                    rows));
      }
    }
  }

  @Test
  void productsOfWideMatricesAreEqual() {
    int inputs = 18_944;
    int outputs = 40;
    try (Arena arena = Arena.ofConfined()) {
      PackedMatrix packed =
          PackedMatrix.of(random.matrix(arena, DType.BF16, outputs, inputs), Precision.FAST, arena);
      RowView x = new RowView(random.floats(arena, inputs), 0, 0);
      check(
          arena,
          outputs,
          "wide",
          (kernels, y) ->
              kernels.multiply(packed, 0, packed.panels(), x, new RowView(y, 0, 0), 0, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void packedWeightsAreTheCheckpoints(DType dtype) {
    try (Arena arena = Arena.ofConfined()) {
      int columns = wholeBlocks(dtype, random.between(1, 300));
      Matrix matrix = random.matrix(arena, dtype, random.between(1, 300), columns);
      PackedMatrix packed = PackedMatrix.of(matrix, Precision.EXACT, arena);
      float[] row = new float[matrix.inFeatures()];
      float[] block = new float[row.length * PackedMatrix.PANEL_ROWS];
      for (int i = 0; i < matrix.outFeatures(); i++) {
        Decoder.row(matrix, i, row);
        packed.decode(i / PackedMatrix.PANEL_ROWS, 0, row.length, block);
        for (int column = 0; column < row.length; column++) {
          float weight = block[column * PackedMatrix.PANEL_ROWS + i % PackedMatrix.PANEL_ROWS];
          assertEquals(row[column], weight, random.hint());
        }
      }
    }
  }

  private static int wholeBlocks(DType dtype, int columns) {
    return Math.ceilDiv(columns, dtype.blockElements()) * dtype.blockElements();
  }

  @Test
  void normsAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int n = random.between(1, 300);
        MemorySegment x = random.floats(arena, n);
        MemorySegment weight = random.floats(arena, n);
        check(
            arena,
            n,
            "rmsNorm " + n,
            (kernels, y) -> kernels.rmsNorm(x, 0, weight, n, 1e-6f, y, 0));
      }
    }
  }

  @Test
  void elementwiseLoopsAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int n = random.between(1, 300);
        MemorySegment x = random.floats(arena, n);
        for (int i = 0; i < n; i += 7) { // beyond where the exponential is clamped
          float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value * 100);
        }
        check(arena, n, "siluMultiply " + n, (kernels, y) -> kernels.siluMultiply(y, 0, x, 0, n));
        check(
            arena,
            n,
            "silu of far " + n,
            (kernels, y) -> {
              MemorySegment.copy(x, 0, y, 0, n * 4L);
              kernels.siluMultiply(y, 0, x, 0, n);
            });
        check(arena, n, "addScaled " + n, (kernels, y) -> kernels.addScaled(0.3f, x, 0, y, 0, n));
        check(arena, n, "mix " + n, (kernels, y) -> kernels.mix(0.3f, x, 0, 0.7f, y, 0, n));
      }
    }
  }

  @Test
  void attentionIsEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        checkAttention(arena, random.between(1, 40), random.between(1, 90), random.between(1, 40));
      }
    }
  }

  private void checkAttention(Arena arena, int heads, int rank, int keys) {
    int lanes = Math.ceilDiv(heads, Kernels.HEAD_LANES) * Kernels.HEAD_LANES;
    int width = rank + random.between(0, 20);
    int stride = Math.ceilDiv(width, 16) * 16;
    MemorySegment query = random.floats(arena, (long) width * lanes);
    MemorySegment cache = random.floats(arena, (long) stride * keys + 16);
    String what = heads + " heads, rank " + rank + ", width " + width + ", keys " + keys;
    long keyBytes = (long) stride * Float.BYTES;
    MemorySegment plain = arena.allocate((long) keys * lanes * Float.BYTES, 64);
    check(
        arena,
        (long) keys * lanes,
        "scores " + what,
        (kernels, y) -> {
          kernels.scores(query, 0, heads, lanes, width, cache, 0, keyBytes, keys, y, 0);
          blankLanes(y, heads, lanes, keys);
          plain.copyFrom(y);
        });
    check(
        arena,
        (long) keys * lanes + 2L * lanes,
        "softmax " + what,
        (kernels, y) -> {
          long statistics = (long) keys * lanes * Float.BYTES;
          MemorySegment.copy(plain, 0, y, 0, statistics);
          kernels.softmax(y, 0, heads, lanes, keys, y, statistics);
          blankLanes(y, heads, lanes, keys + 2);
        });
    int outStride = Math.ceilDiv(rank, 16) * 16;
    check(
        arena,
        (long) heads * outStride,
        "values " + what,
        (kernels, y) -> {
          kernels.addValues(
              plain, 0, heads, lanes, cache, 0, keyBytes, keys, rank, y, 0, outStride * 4L);
          blankLanes(y, rank, outStride, heads);
        });
  }

  /// Clears the columns of `rows` from `used` on, of which nothing is promised.
  private static void blankLanes(MemorySegment y, int used, int lanes, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int lane = used; lane < lanes; lane++) {
        y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * lanes + lane, 0);
      }
    }
  }

  private interface Call {
    void run(Kernels kernels, MemorySegment y);
  }

  /// Runs a kernel in all forms on the same random `y` and compares the bits of all of it.
  private void check(Arena arena, long yCount, String what, Call call) {
    MemorySegment before = random.floats(arena, yCount);
    MemorySegment expected = arena.allocate(before.byteSize(), 64).copyFrom(before);
    call.run(new ScalarKernels(), expected);
    for (Kernels kernels : fast) {
      MemorySegment actual = arena.allocate(before.byteSize(), 64).copyFrom(before);
      call.run(kernels, actual);
      assertArrayEquals(
          expected.toArray(ValueLayout.JAVA_INT),
          actual.toArray(ValueLayout.JAVA_INT),
          kernels.name() + " " + what + " " + random.hint());
    }
  }
}
