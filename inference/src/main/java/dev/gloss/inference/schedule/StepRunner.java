package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.cache.PageTable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one step: rows through the main model, tokens from their logits, and then the drafts of the
/// next one.
///
/// The token of every position is chosen in one way, from the target model's logits, its processors
/// and the position's own random numbers. A draft is right if it is that token; then the row behind
/// it, computed in the same pass, yields the next one, which the next token of the draft is
/// compared with. Since nothing of a draft enters the choice, speculation changes no token, greedy
/// or not. (A draft is a token and no distribution, so that taking it exactly when it equals a
/// token drawn from the target is the rejection sampling of Leviathan et al., 2023, for that
/// proposal.)
///
/// An exception that one sequence causes ends that sequence alone. Owned by the engine loop's
/// thread.
final class StepRunner {
  private final Backend backend;
  private final Set<Integer> endTokens;
  private final PageCache cache;
  private final Scheduler scheduler;
  private final StepCost cost;
  private final Drafting drafting;
  private final NextToken next;
  private final Arrivals arrivals;

  /// What happens beside a step.
  interface Arrivals {

    /// Whether nothing is wanted of anybody any more.
    boolean areOver();

    /// Whether somebody more urgent has come since the step was planned.
    boolean overtake(Priority running);
  }

  /// @param next draws tokens from logits
  /// @param cost learns what steps take that write
  /// @param arrivals are looked at between layers
  StepRunner(
      Backend backend,
      Set<Integer> endTokens,
      PageCache cache,
      Scheduler scheduler,
      Drafting drafting,
      NextToken next,
      StepCost cost,
      Arrivals arrivals) {
    this.backend = backend;
    this.endTokens = Set.copyOf(endTokens);
    this.cache = cache;
    this.scheduler = scheduler;
    this.drafting = drafting;
    this.next = next;
    this.cost = cost;
    this.arrivals = arrivals;
  }

  /// Runs a step. One that reads a prompt is given up for somebody more urgent, or if nobody wants
  /// it any more: nothing has happened then.
  void run(List<ScheduledRows> batch) {
    List<Slice> slices = new ArrayList<>(batch.size());
    int count = 0;
    for (ScheduledRows rows : batch) {
      slices.add(rows.slice());
      count += rows.count();
    }
    @Nullable StepResult result;
    boolean isWriting = batch.stream().allMatch(ScheduledRows::isWriting);
    Priority most = mostUrgent(batch);
    boolean warm = backend.warm().isDone();
    long begin = System.nanoTime();
    try {
      result = backend.step(slices, () -> !isWriting && isUnwanted(batch, most));
    } catch (RuntimeException | Error e) {
      runAlone(batch, e);
      return;
    }
    if (result == null) {
      scheduler.stepWasGivenUp();
      return;
    }
    List<Settled> settled = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Settled each = new Settled(batch.get(i), i);
      if (succeeds(each.sequence(), () -> advance(each, result))) {
        settled.add(each);
      }
    }
    if (warm && isWriting) {
      cost.took(count, System.nanoTime() - begin);
    }
    drafting.draft(settled);
    publish(settled);
    scheduler.stepTook(count, System.nanoTime() - begin, warm);
    for (Settled each : settled) {
      FinishReason reason = each.finished();
      if (reason != null && each.sequence().table() != null) {
        scheduler.finish(each.sequence(), reason);
      }
    }
  }

  private boolean isUnwanted(List<ScheduledRows> batch, Priority most) {
    if (arrivals.areOver() || scheduler.mayGiveUp() && arrivals.overtake(most)) {
      return true;
    }
    // Whoever types, and what is read ahead, is followed by somebody who wants most of the same.
    boolean isWanted = most != Priority.HOVER && most != Priority.PANEL;
    for (int i = 0; i < batch.size() && !isWanted; i++) {
      isWanted = !batch.get(i).sequence().cancelled();
    }
    return !isWanted;
  }

  private static Priority mostUrgent(List<ScheduledRows> batch) {
    return batch.stream()
        .map(rows -> rows.sequence().priority())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /// Finds out whose rows a step failed of. Running rows again writes the same entries again.
  private void runAlone(List<ScheduledRows> batch, Throwable failure) {
    if (batch.size() == 1) {
      scheduler.fail(batch.getFirst().sequence(), Failure.describe(failure));
      return;
    }
    for (ScheduledRows rows : batch) {
      run(List.of(rows));
    }
  }

  private void advance(Settled settled, StepResult result) {
    ScheduledRows rows = settled.rows();
    Sequence sequence = settled.sequence();
    if (!rows.reachesEnd()) {
      sequence.computedUpTo(rows.start() + rows.count());
      return;
    }
    if (sequence.generated() > 0) {
      sequence.report().targetPass();
    }
    int right = 0;
    boolean goesOn = true;
    for (int row = 0; goesOn; row++) {
      sequence.computedUpTo(sequence.length());
      int draft = row < rows.drafted() ? sequence.nextDrafted() : Sequence.NO_DRAFT;
      boolean isRight = choose(settled, result.logits(settled.slice(), row), draft) == draft;
      right += isRight ? 1 : 0;
      goesOn = isRight && settled.finished() == null && !sequence.cancelled();
    }
    if (rows.drafted() > 0) {
      sequence.report().verified(rows.drafted(), right);
    }
  }

  /// Chooses the next token and tells the listener, unless it ends the text.
  private int choose(Settled settled, MemorySegment logits, int draft) {
    Sequence sequence = settled.sequence();
    GenerationRequest request = sequence.request();
    int token = next.after(sequence, logits);
    if (sequence.forced() == InterjectionWatch.NONE
        && !request.ignoreEos()
        && endTokens.contains(token)) {
      if (!sequence.goesOnInstead()) {
        settled.finish(FinishReason.STOP);
        return token;
      }
      token = sequence.forced();
    }
    boolean right = token == draft;
    String text =
        sequence
            .report()
            .token(
                token,
                next.distribution().probability(token),
                right,
                right ? Sequence.NO_DRAFT : draft,
                next.distribution().top(request.alternatives()));
    sequence.append(token, text);
    if (sequence.room() == 0) {
      settled.finish(FinishReason.LENGTH);
    }
    return token;
  }

  private void publish(List<Settled> settled) {
    for (Settled each : settled) {
      Sequence sequence = each.sequence();
      PageTable table = sequence.table();
      if (table != null) {
        cache.publish(table, sequence.tokens(), sequence.filled());
      }
    }
  }

  private boolean succeeds(Sequence sequence, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException | Error e) {
      scheduler.fail(sequence, Failure.describe(e));
      return false;
    }
  }
}
