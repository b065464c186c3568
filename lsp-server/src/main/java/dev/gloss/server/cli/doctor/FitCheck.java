package dev.gloss.server.cli.doctor;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.MemoryPlan;
import dev.gloss.server.models.ByteCount;
import java.util.Locale;
import java.util.function.LongFunction;

/// Whether a model fits into the memory that models may take, and with how long a context.
public final class FitCheck implements Check {
  private final String id;
  private final long memoryBytes;
  private final LongFunction<MemoryPlan> plan;

  /// @param id of the finding
  /// @param memoryBytes what this model may take
  /// @param plan fits it into so many bytes; throws when it does not fit
  public FitCheck(String id, long memoryBytes, LongFunction<MemoryPlan> plan) {
    this.id = id;
    this.memoryBytes = memoryBytes;
    this.plan = plan;
  }

  @Override
  public Finding look() {
    try {
      MemoryPlan fitted = plan.apply(memoryBytes);
      return Finding.ok(
          id,
          String.format(
              Locale.ROOT,
              "fits: weights %s, working space %s, at most %s of caches; a context of %,d tokens",
              ByteCount.of(fitted.need().weightBytes()),
              ByteCount.of(fitted.need().scratchBytes()),
              ByteCount.of(fitted.cacheTokens() * fitted.need().cacheBytesPerToken()),
              fitted.contextTokens()));
    } catch (ModelException e) {
      return Finding.fail(id, String.valueOf(e.getMessage()));
    }
  }
}
