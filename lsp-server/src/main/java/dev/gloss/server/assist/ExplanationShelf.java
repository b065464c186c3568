package dev.gloss.server.assist;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Keeps explanations by what was asked, the least recently wanted one goes first.
///
/// Only so many may be under way: when one more begins, the one wanted longest ago is taken back,
/// so that moving over a file does not fill the engine's queue.
final class ExplanationShelf {
  private final int capacity;
  private final int runningAtMost;
  private final Map<ExplanationPlan, Explanation> explanations =
      new LinkedHashMap<>(16, 0.75f, true);

  /// Those that run because somebody pointed somewhere, and nobody asked for since.
  private final Set<Explanation> pointedAt = Collections.newSetFromMap(new IdentityHashMap<>());

  ExplanationShelf(int capacity, int runningAtMost) {
    this.capacity = capacity;
    this.runningAtMost = runningAtMost;
  }

  /// The kept explanation, or the new one.
  ///
  /// @param audience who takes it: what somebody asked for is written to its end
  synchronized Explanation take(
      ExplanationPlan plan, Audience audience, Supplier<Explanation> begin) {
    Explanation kept = explanations.get(plan);
    if (kept != null) {
      if (audience == Audience.PANEL) {
        pointedAt.remove(kept);
      }
      return kept;
    }
    Explanation begun = begin.get();
    explanations.put(plan, begun);
    if (audience == Audience.HOVER) {
      pointedAt.add(begun);
      limitRunning();
    }
    while (explanations.size() > capacity) {
      explanations.remove(explanations.keySet().iterator().next());
    }
    return begun;
  }

  /// Drops an explanation that came to nothing, so that the next one who asks gets a new try.
  synchronized void forget(ExplanationPlan plan, Explanation explanation) {
    explanations.remove(plan, explanation);
  }

  private void limitRunning() {
    pointedAt.removeIf(e -> e.text().state() != ExplanationText.State.RUNNING);
    List<Explanation> running = explanations.values().stream().filter(pointedAt::contains).toList();
    running.subList(0, Math.max(0, running.size() - runningAtMost)).forEach(Explanation::cancel);
  }
}
