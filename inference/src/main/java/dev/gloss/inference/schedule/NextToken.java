package dev.gloss.inference.schedule;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.decode.Distribution;
import java.lang.foreign.MemorySegment;

/// Chooses the token behind the known ones of a sequence from a row of logits: the one that is
/// forced there, or else what the request's processors, its sampling and the position's own random
/// numbers draw.
///
/// Owned by the engine loop's thread.
final class NextToken {
  private final Distribution distribution;

  /// @param vocabularySize logits of a row
  NextToken(int vocabularySize) {
    distribution = new Distribution(vocabularySize);
  }

  /// The token that follows.
  ///
  /// @param logits `[vocab_size]` f32, read and not kept
  /// @throws ArithmeticException if the logits are no numbers
  int after(Sequence sequence, MemorySegment logits) {
    GenerationRequest request = sequence.request();
    distribution.fill(
        logits, sequence.tokens(), sequence.length(), sequence.processors(), request.sampling());
    int forced = sequence.forced();
    if (forced != InterjectionWatch.NONE) {
      return forced;
    }
    return request.sampling().greedy()
        ? distribution.best()
        : distribution.draw(request.sampling().seed(), sequence.length());
  }

  /// What the last token was drawn from.
  Distribution distribution() {
    return distribution;
  }
}
