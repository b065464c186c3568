package dev.gloss.server.retrieval;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Where an index lies, and what it may take.
///
/// @param cache in which folder indexes lie, one folder a workspace; null for memory alone
/// @param mostFiles files that are in it at most
/// @param memoryBytes what it may take where it lies in memory
/// @param rest for so long a document is not edited before it is read again
/// @param busy whether somebody is served: the index waits then
public record IndexOptions(
    @Nullable Path cache, int mostFiles, long memoryBytes, Duration rest, BooleanSupplier busy) {
  private static final int USUAL_FILES = 200_000;
  private static final long USUAL_MEMORY_BYTES = 64L << 20;
  private static final Duration USUAL_REST = Duration.ofSeconds(2);

  /// What is usual.
  public static IndexOptions in(@Nullable Path cache, BooleanSupplier busy) {
    return new IndexOptions(cache, USUAL_FILES, USUAL_MEMORY_BYTES, USUAL_REST, busy);
  }
}
