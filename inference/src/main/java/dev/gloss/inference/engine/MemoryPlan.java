package dev.gloss.inference.engine;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.backend.MemoryNeed;
import java.util.Locale;

/// How a model is fitted into memory: weights and working space first, then as long a context as
/// there is room for.
///
/// @param contextTokens tokens that prompt and answer may have together
/// @param cacheTokens positions of all sequences together that can be kept, at least as many
/// @param need what the model takes
public record MemoryPlan(int contextTokens, long cacheTokens, MemoryNeed need) {
  /// Tokens of a context when nobody says how many.
  public static final int USUAL_CONTEXT = 32_768;

  /// Fewer than that are of no use, unless they were asked for.
  private static final int LEAST_CONTEXT = 2048;

  /// Bytes of cache that are worth having where contexts are short.
  private static final long USUAL_CACHE_BYTES = 512L << 20;

  /// Whole contexts that are worth keeping at most.
  private static final long MOST_CONTEXTS = 16;

  /// Bytes that the model takes with a full cache.
  public long bytes() {
    return need.bytes(cacheTokens);
  }

  /// Fits a model into memory.
  ///
  /// @param model its name, for messages
  /// @param longestContext tokens that it was made for
  /// @param need what it takes
  /// @param options what it may take, and how long its context is to be
  /// @param freeBytes what is free at all
  /// @throws ModelException if it does not fit; the message is one line that says what it takes,
  ///   what there is and which ways out there are
  static MemoryPlan of(
      String model, int longestContext, MemoryNeed need, EngineOptions options, long freeBytes) {
    if (longestContext < 2) {
      throw new ModelException(
          model + ": its context has " + longestContext + " tokens, expected at least 2");
    }
    long allowed =
        options.memoryBytes() > 0 ? Math.min(options.memoryBytes(), freeBytes) : freeBytes / 2;
    boolean asked = options.contextTokens() > 0;
    int wanted = Math.min(longestContext, asked ? options.contextTokens() : USUAL_CONTEXT);
    int least = asked ? wanted : Math.min(wanted, LEAST_CONTEXT);
    long fitting = Math.max(0, allowed - need.bytes(0)) / Math.max(1, need.cacheBytesPerToken());
    long leastCache = Math.max(least, options.cacheTokens());
    if (fitting < leastCache) {
      throw new ModelException(refusal(model, need, leastCache, allowed, freeBytes));
    }
    int context = (int) Math.min(wanted, fitting);
    long cache = options.cacheTokens();
    if (cache == 0) {
      long usual = USUAL_CACHE_BYTES / Math.max(1, need.cacheBytesPerToken());
      cache = Math.min(Math.min(fitting, MOST_CONTEXTS * context), Math.max(context, usual));
    }
    return new MemoryPlan((int) Math.min(context, cache), cache, need);
  }

  private static String refusal(
      String model, MemoryNeed need, long tokens, long allowed, long free) {
    return String.format(
        Locale.ROOT,
        "%s does not fit: it takes %s (weights %s, working space %s, a context of %,d tokens %s)"
            + " and may take %s of %s that are free; allow it more memory, or take a shorter"
            + " context, a file in a smaller format or a smaller model",
        model,
        size(need.bytes(tokens)),
        size(need.weightBytes()),
        size(need.scratchBytes()),
        tokens,
        size(tokens * need.cacheBytesPerToken()),
        size(allowed),
        size(free));
  }

  private static String size(long bytes) {
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%.0f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }
}
