package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Speculation;
import org.jspecify.annotations.Nullable;

/// What a step settled for one sequence, and the best that drafters offer for the next one.
///
/// Owned by the engine loop's thread.
final class Settled {
  private final ScheduledRows rows;
  private final int slice;
  private @Nullable FinishReason finished;
  private int others = 1;
  private double rate;

  /// @param rows what the step ran of it
  /// @param slice their index in the step's batch
  Settled(ScheduledRows rows, int slice) {
    this.rows = rows;
    this.slice = slice;
  }

  ScheduledRows rows() {
    return rows;
  }

  int slice() {
    return slice;
  }

  Sequence sequence() {
    return rows.sequence();
  }

  /// Why its text is over, null if it goes on.
  @Nullable FinishReason finished() {
    return finished;
  }

  /// Its text is over.
  void finish(FinishReason reason) {
    finished = reason;
  }

  /// Opens the offers.
  ///
  /// @param writing sequences that will take part in the next step, this one included
  void begin(DraftGain gain, int writing) {
    others = writing;
    boolean auto = sequence().request().speculation().method() == Speculation.Method.AUTO;
    rate = auto ? gain.bar(writing) : 0;
  }

  /// Sequences that will take part in the next step, this one included.
  int others() {
    return others;
  }

  /// Tokens a nanosecond that the best offer so far promises, or that an offer must exceed.
  double rate() {
    return rate;
  }

  /// How many tokens somebody may draft: none where the sequence ends, still reads its prompt, or
  /// left that to others.
  int most(Speculation.Method drafter) {
    Speculation wanted = sequence().request().speculation();
    if (finished != null
        || !rows.reachesEnd()
        || sequence().table() == null
        || !wanted.allows(drafter)) {
      return 0;
    }
    return Math.clamp(sequence().room() - 1, 0, wanted.draftTokens());
  }

  /// Takes of a draft as many tokens as promise most, if they promise more than what was offered
  /// before.
  ///
  /// @param draft at most so many tokens as [#most] says
  void offer(Draft draft, Acceptance acceptance, DraftGain gain) {
    double chance = 1;
    double right = 0;
    int best = 0;
    for (int k = 1; k <= draft.length(); k++) {
      chance *= acceptance.of(draft.kind(k - 1));
      right += chance;
      double promised = gain.rate(others, k, right, 0);
      if (promised > rate) {
        rate = promised;
        best = k;
      }
    }
    if (best > 0) {
      sequence().draft(draft, best);
    }
  }
}
