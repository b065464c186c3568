package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.synthetic.ModelShape;
import dev.gloss.inference.synthetic.WeightTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticEngineTest {
  private static final int[] IDS = {5, 8000, 17, 17, 42};

  private static EngineOptions options() {
    return EngineOptions.defaults()
        .withThreads(2)
        .withKernels(KernelChoice.SCALAR)
        .withContextTokens(64);
  }

  private static SyntheticEngine engine(String types, EngineOptions options) {
    return new SyntheticEngine(ModelShape.named("gloss-nano"), WeightTypes.named(types), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "BF16", "F8_E4M3", "Q8_0", "Q4_0", "Q4_K_M", "Q5_K_M", "MXFP4"})
  void runsInEveryType(String types) {
    try (LocalEngine engine = engine(types, options()).open()) {
      float[] logits = engine.logits(IDS, false).getFirst();
      assertEquals(8192, logits.length);
      for (float logit : logits) {
        assertTrue(Math.abs(logit) < 100, () -> types + ": " + logit);
      }
      assertNotEquals(logits[0], logits[1]);
      assertEquals(64, engine.model().contextLength());
    }
  }

  @Test
  void isTheSameInEveryRun() {
    try (LocalEngine one = engine("Q4_K_M", options()).open();
        LocalEngine two = engine("Q4_K_M", options()).open()) {
      assertArrayEquals(one.logits(IDS, false).getFirst(), two.logits(IDS, false).getFirst());
    }
  }

  @Test
  void whatDoesNotFitIsNotDrawn() {
    SyntheticEngine engine = engine("F32", options().withMemoryBytes(20 << 20));
    ModelException refused = assertThrows(ModelException.class, engine::open);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("gloss-nano in F32 does not fit: it takes "), message);
    int layers = engine.layersThatFit();
    assertTrue(layers < 4, () -> layers + " layers would fit");
  }

  @Test
  void soManyLayersFit() {
    assertEquals(4, engine("F32", options()).layersThatFit());
    assertEquals(0, engine("F32", options().withMemoryBytes(1)).layersThatFit());
  }
}
