package dev.gloss.inference.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {

  @Test
  void rowsAreWholeBlocks() {
    refused("multiples of 32, got shape [32, 16]", () -> tensor(DType.Q8_0, 544, 32, 16));
    refused("Q8_0 [2, 32] takes 68 bytes, got 67", () -> tensor(DType.Q8_0, 67, 2, 32));
  }

  @Test
  void elementsAreCountedByBlocks() {
    assertEquals(3 * 4 * 512, stack(DType.Q6_K, 3, 4, 512).elements());
    assertEquals(0, stack(DType.Q6_K, 0, 512).elements());
  }

  @ParameterizedTest
  @EnumSource
  void slicesAreTheirPartOfTheStack(DType dtype) {
    int columns = 2 * dtype.blockElements();
    Tensor stack = stack(dtype, 4, 3, columns);
    float[] all = Decoder.all(stack);
    int step = 3 * columns;

    Tensor one = stack.slice(2);
    assertEquals(List.of(3L, (long) columns), one.shape());
    assertEquals("experts[2]", one.name());
    assertArrayEquals(Arrays.copyOfRange(all, 2 * step, 3 * step), Decoder.all(one));

    Tensor some = stack.slice(1, 2);
    assertEquals(List.of(2L, 3L, (long) columns), some.shape());
    assertEquals("experts[1..2]", some.name());
    assertArrayEquals(Arrays.copyOfRange(all, step, 3 * step), Decoder.all(some));

    float[] row = new float[columns];
    Decoder.row(new Matrix(one, null), 1, row);
    int begin = 2 * step + columns;
    assertArrayEquals(Arrays.copyOfRange(all, begin, begin + columns), row);
  }

  @Test
  void refusesSlicesThatAreNotThere() {
    Tensor stack = stack(DType.F32, 4, 3, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> stack.slice(4));
    assertThrows(IndexOutOfBoundsException.class, () -> stack.slice(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> stack.slice(3, 2));
    refused("two dimensions or more", () -> stack(DType.F32, 4).slice(0));
  }

  private static void refused(String message, Runnable what) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, what::run);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private static Tensor stack(DType dtype, long... shape) {
    return tensor(dtype, dtype.bytes(Arrays.stream(shape).boxed().toList()), shape);
  }

  private static Tensor tensor(DType dtype, long bytes, long... shape) {
    byte[] data = new byte[(int) bytes];
    new Random(7).nextBytes(data);
    return new Tensor(
        "experts", dtype, Arrays.stream(shape).boxed().toList(), MemorySegment.ofArray(data));
  }
}
