package dev.gloss.inference.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// Has all drafters draft, those that cost least first, so that the others see what they have to
/// exceed; each sequence keeps the draft that promises most.
///
/// Owned by the engine loop's thread.
final class Drafting {
  private static final Logger LOG = System.getLogger(Drafting.class.getName());

  private final DraftGain gain;
  private final List<Drafter> drafters = new ArrayList<>();

  Drafting(DraftGain gain) {
    this.gain = gain;
  }

  /// Adds a drafter that costs more than those before it.
  void add(Drafter drafter) {
    drafters.add(drafter);
  }

  /// Drafts what the next step is to verify.
  void draft(List<Settled> settled) {
    int writing = 0;
    for (Settled each : settled) {
      writing += each.finished() == null && each.rows().reachesEnd() ? 1 : 0;
    }
    for (Settled each : settled) {
      each.begin(gain, Math.max(1, writing));
    }
    for (Drafter drafter : List.copyOf(drafters)) {
      try {
        drafter.draft(settled);
      } catch (RuntimeException | Error e) {
        giveUp(drafter, e);
      }
    }
  }

  /// A sequence is over, or gives up its pages.
  void left(Sequence sequence) {
    for (Drafter drafter : drafters) {
      drafter.left(sequence);
    }
  }

  /// Frees what the drafters hold.
  void close() {
    drafters.forEach(Drafter::close);
    drafters.clear();
  }

  /// Texts are written without it as well.
  private void giveUp(Drafter drafter, Throwable failure) {
    LOG.log(
        Level.WARNING,
        "drafting by " + drafter.method() + " failed and is given up: " + failure,
        failure);
    drafters.remove(drafter);
    drafter.close();
  }
}
