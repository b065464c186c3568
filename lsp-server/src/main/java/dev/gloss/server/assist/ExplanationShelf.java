package dev.gloss.server.assist;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  ExplanationShelf(int capacity, int runningAtMost) {
    this.capacity = capacity;
    this.runningAtMost = runningAtMost;
  }

  /// The kept explanation, or the new one.
  synchronized Explanation take(ExplanationPlan plan, Supplier<Explanation> begin) {
    Explanation kept = explanations.get(plan);
    if (kept != null) {
      return kept;
    }
    Explanation begun = begin.get();
    explanations.put(plan, begun);
    limitRunning();
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
    List<Explanation> running =
        explanations.values().stream()
            .filter(e -> e.text().state() == ExplanationText.State.RUNNING)
            .toList();
    running.subList(0, Math.max(0, running.size() - runningAtMost)).forEach(Explanation::cancel);
  }
}
