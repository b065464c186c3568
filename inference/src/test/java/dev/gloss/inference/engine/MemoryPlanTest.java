package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.backend.MemoryNeed;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /// As Qwen2.5-Coder-1.5B in Q4_K: 1 GiB, 56 KiB a token.
  private static final MemoryNeed NEED = new MemoryNeed(GIB - 64 * MIB, 64 * MIB, 56 << 10);

  private static final EngineOptions DEFAULTS = EngineOptions.defaults();

  private static void check(
      int context, long cache, int longest, EngineOptions options, long free) {
    MemoryPlan plan = MemoryPlan.of("m", longest, NEED, options, free);
    assertEquals(context, plan.contextTokens());
    assertEquals(cache, plan.cacheTokens());
    assertEquals(GIB + cache * (56 << 10), plan.bytes());
  }

  private static void refused(String message, int longest, EngineOptions options, long free) {
    ModelException refusal =
        assertThrows(ModelException.class, () -> MemoryPlan.of("m", longest, NEED, options, free));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void whatFitsWholeHasTheUsualContext() {
    check(32_768, 32_768, 131_072, DEFAULTS, 64 * GIB);
    check(131_072, 131_072, 131_072, DEFAULTS.withContextTokens(200_000), 64 * GIB);
    // Of a short context several are kept.
    check(4096, 9362, 4096, DEFAULTS, 64 * GIB);
    check(256, 16 * 256, 256, DEFAULTS, 64 * GIB);
  }

  @Test
  void halfOfWhatIsFreeIsTakenUnlessMoreIsAllowed() {
    // 1.5 GiB: half a GiB of cache.
    check(9362, 9362, 131_072, DEFAULTS, 3 * GIB);
    check(28_086, 28_086, 131_072, DEFAULTS.withMemoryBytes(5 * GIB / 2), 3 * GIB);
    // No more than there is, whatever is allowed.
    check(32_768, 32_768, 131_072, DEFAULTS.withMemoryBytes(100 * GIB), 3 * GIB);
    check(18_724, 18_724, 131_072, DEFAULTS.withMemoryBytes(100 * GIB), 2 * GIB);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLineWithTheWaysOut() {
    String ways =
        "; allow it more memory, or take a shorter context, a file in a smaller format or a smaller"
            + " model";
    refused(
        "m does not fit: it takes 1.1 GiB (weights 960 MiB, working space 64 MiB, a context of"
            + " 2,048 tokens 112 MiB) and may take 1.0 GiB of 2.0 GiB that are free"
            + ways,
        131_072,
        DEFAULTS,
        2 * GIB + MIB);
    refused(
        "m does not fit: it takes 2.7 GiB (weights 960 MiB, working space 64 MiB, a context of"
            + " 32,000 tokens 1.7 GiB) and may take 2.0 GiB of 4.0 GiB that are free"
            + ways,
        131_072,
        DEFAULTS.withContextTokens(32_000),
        4 * GIB);
    refused(
        "m does not fit: it takes 1.1 GiB (weights 960 MiB, working space 64 MiB, a context of"
            + " 2,048 tokens 112 MiB) and may take 512 MiB of 512 MiB that are free"
            + ways,
        131_072,
        DEFAULTS.withMemoryBytes(8 * GIB),
        512 * MIB);
  }

  @Test
  void aContextWithoutRoomForAnAnswerIsRefused() {
    refused("m: its context has 1 tokens, expected at least 2", 1, DEFAULTS, 64 * GIB);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withMemoryBytes(-1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withContextTokens(1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withCacheTokens(-1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withThreads(0));
  }
}
