package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What no golden model has; the rest is in their forward passes.
class RouterTest {

  /// A single expert is all there is once weights are made to add up to 1.
  @ParameterizedTest
  @EnumSource
  void oneExpertTakesTheWholeWeight(Scoring scoring) {
    RoutingSpec routing = new RoutingSpec(scoring, Method.GREEDY, 1, 1, true, 2.5f);
    Router router = new Router(new ExpertsSpec(16, 4, 0, 1, 0, routing), null);
    int[] experts = new int[1];
    float[] weights = new float[1];
    float[] logits = {0.1f, -1, 0.7f, 0.2f};
    router.choose(MemorySegment.ofArray(logits), 0, experts, weights, 0);
    assertArrayEquals(new int[] {2}, experts);
    assertEquals(2.5f, weights[0], 1e-6f);
  }
}
