package dev.gloss.inference.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DTypeTest {

  @Test
  void safetensorsKnowPlainTypesAlone() {
    assertEquals(Optional.of(DType.BF16), DType.named("bf16"));
    assertEquals(Optional.of(DType.F8_E4M3), DType.named("F8_E4M3FN"));
    assertEquals(Optional.empty(), DType.named("Q4_K"));
  }

  @Test
  void ggufKnowsNoFp8() {
    assertEquals(Optional.of(DType.F32), DType.ofGgml(0));
    assertEquals(Optional.empty(), DType.ofGgml(-1));
    assertEquals(true, DType.F8_E4M3.ggmlType().isEmpty());
  }

  @Test
  void typesThatTheEngineDoesNotReadHaveNamesToo() {
    assertEquals("Q4_K", DType.ggmlName(12));
    assertEquals("IQ2_XXS", DType.ggmlName(16));
    assertEquals("type 77", DType.ggmlName(77));
  }

  @Test
  void sizesAreThoseOfWholeBlocks() {
    assertEquals(2 * 144, DType.Q4_K.bytes(512));
    assertEquals(3 * 5 * 2 * 34, DType.Q8_0.bytes(List.of(3L, 5L, 64L)));
    assertEquals(4, DType.F32.bytes(List.of()));
    assertThrows(IllegalArgumentException.class, () -> DType.Q8_0.bytes(48));
    assertThrows(IllegalArgumentException.class, () -> DType.Q8_0.bytes(List.of(32L, 16L)));
    assertThrows(ArithmeticException.class, () -> DType.F32.bytes(List.of(1L << 31, 1L << 31, 2L)));
  }
}
