package dev.gloss.inference.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowsTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16", "Q8_0", "Q4_K"})
  void movedRowsAreTheOldOnes(DType dtype) {
    Matrix matrix = matrix(dtype, 6, dtype.blockElements());
    Rows rows = Rows.of(matrix);
    Rows backwards = rows.reordered(6, row -> 5 - row);
    Rows twice = Rows.concat(List.of(backwards.part(1, 3), rows));
    assertEquals(9, twice.count());
    assertEquals(dtype, twice.storedAs());
    int[] from = {4, 3, 2, 0, 1, 2, 3, 4, 5};
    for (int i = 0; i < from.length; i++) {
      assertArrayEquals(row(matrix, from[i]), read(twice, i));
      long rowBytes = dtype.bytes(matrix.inFeatures());
      assertArrayEquals(
          matrix
              .weight()
              .data()
              .asSlice(from[i] * rowBytes, rowBytes)
              .toArray(ValueLayout.JAVA_BYTE),
          twice.bytes(i).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void rowsOfSeveralTypesAreStoredAsNone() {
    Rows mixed =
        Rows.concat(List.of(Rows.of(matrix(DType.F32, 2, 32)), Rows.of(matrix(DType.Q8_0, 2, 32))));
    assertNull(mixed.storedAs());
    assertNull(Rows.concat(List.of(mixed, mixed)).storedAs());
  }

  @Test
  void transposedTwiceIsTheSame() {
    Matrix matrix = matrix(DType.BF16, 5, 7);
    Rows transposed = Rows.of(matrix).transposed();
    assertEquals(5, transposed.columns());
    assertEquals(7, transposed.count());
    assertEquals(row(matrix, 3)[6], read(transposed, 6)[3]);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(row(matrix, i), read(transposed.transposed(), i));
    }
  }

  @Test
  void halvesBecomeNeighbours() {
    Rows rows = Rows.of(matrix(DType.F32, 12, 1));
    Rows adjacent = HeadOrder.change(rows, 6, Pairing.HALVES, Pairing.ADJACENT);
    int[] from = {0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11};
    Rows back = HeadOrder.change(adjacent, 6, Pairing.ADJACENT, Pairing.HALVES);
    for (int i = 0; i < from.length; i++) {
      assertArrayEquals(read(rows, from[i]), read(adjacent, i));
      assertArrayEquals(read(rows, i), read(back, i));
    }
  }

  private static float[] read(Rows rows, int row) {
    float[] numbers = new float[rows.columns()];
    rows.read(row, numbers);
    return numbers;
  }

  private static float[] row(Matrix matrix, int row) {
    float[] numbers = new float[matrix.inFeatures()];
    Decoder.row(matrix, row, numbers);
    return numbers;
  }

  private static Matrix matrix(DType dtype, long rows, long columns) {
    byte[] bytes = new byte[(int) dtype.bytes(List.of(rows, columns))];
    new Random(3).nextBytes(bytes);
    return new Matrix(
        new Tensor("m", dtype, List.of(rows, columns), MemorySegment.ofArray(bytes)), null);
  }
}
