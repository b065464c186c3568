package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Regions of matrix products: what is added is computed once, and forgotten also when it fails.
final class ProductsTest {
  private static final int WIDTH = 40;

  private final Arena arena = Arena.ofShared();
  private final Workers workers = new Workers(new KernelSelection(KernelChoice.VECTOR, 2, arena));
  private final PackedMatrix matrix = PackedMatrix.of(WIDTH, WIDTH, (row, column) -> 1, arena);
  private final Rows ones = Rows.allocate(arena, 1, WIDTH);
  private final Rows sums = Rows.allocate(arena, 1, WIDTH);
  private final Rows otherSums = Rows.allocate(arena, 1, WIDTH);
  private final Rows tooShort = Rows.allocate(arena, 0, 1);

  ProductsTest() {
    for (int i = 0; i < WIDTH; i++) {
      ones.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
    }
  }

  @AfterEach
  void close() {
    workers.close();
    arena.close();
  }

  @Test
  void whatFailsIsForgotten() {
    Products products = new Products(workers);
    products.add(matrix, ones, tooShort);
    assertTrue(failure(() -> products.run(1)) instanceof IndexOutOfBoundsException);

    products.add(matrix, ones, sums).run(1);

    assertEquals(WIDTH, firstOf(sums));
  }

  @Test
  void whatFailsInExpertsIsForgotten() {
    GatedProducts products = new GatedProducts(workers, 2);
    Expert expert = new Expert(matrix, matrix, matrix);
    products.add(expert, ones, tooShort, otherSums, sums, 0, 1);
    assertTrue(failure(products::run) instanceof IndexOutOfBoundsException);

    Rows gate = Rows.allocate(arena, 1, WIDTH);
    products.add(expert, ones, gate, otherSums, sums, 0, 1).run();

    float activation = firstOf(gate); // silu(WIDTH) * WIDTH
    assertEquals(WIDTH * activation, firstOf(sums), WIDTH);
  }

  private static float firstOf(Rows rows) {
    return rows.segment().get(ValueLayout.JAVA_FLOAT, 0);
  }

  /// What an item threw, which comes wrapped when another thread ran it.
  private static Throwable failure(Runnable work) {
    RuntimeException thrown = assertThrows(RuntimeException.class, work::run);
    return thrown.getCause() == null ? thrown : thrown.getCause();
  }
}
