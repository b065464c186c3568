package dev.gloss.inference.schedule;

import dev.gloss.inference.backend.Backend;

/// How much an engine loop takes on at a time.
///
/// @param context tokens a sequence may have
/// @param sequences sequences that run at the same time at most
/// @param leastChunk rows of prompts a step reads even on slow hardware
/// @param mostChunk rows of prompts a step reads at most
/// @param stepNanos how long a step that reads prompts should take
public record Limits(int context, int sequences, int leastChunk, int mostChunk, long stepNanos) {
  private static final int MOST_SEQUENCES = 16;
  private static final int LEAST_CHUNK = 16;
  private static final long STEP_NANOS = 100_000_000;

  /// Checks the ranges.
  public Limits {
    if (context < 2 || sequences < 1 || leastChunk < 1 || mostChunk < leastChunk) {
      throw new IllegalArgumentException(
          "limits out of range: context %d, sequences %d, chunks %d to %d"
              .formatted(context, sequences, leastChunk, mostChunk));
    }
  }

  /// What suits a backend: the model's context as far as the pages reach, and so many sequences
  /// that their tokens and drafts fill at most half a batch.
  ///
  /// @param contextLength tokens the model was made for
  public static Limits of(Backend backend, int contextLength) {
    long room = (long) backend.pages() * backend.pageTokens();
    int context = (int) Math.min(contextLength, room);
    int rows = backend.maxBatchRows();
    int sequences = Math.clamp(rows / 4, 1, MOST_SEQUENCES);
    return new Limits(context, sequences, Math.min(LEAST_CHUNK, rows), rows, STEP_NANOS);
  }
}
