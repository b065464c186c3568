package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.cache.PageTable;
import dev.gloss.inference.decode.Distribution;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one step: rows through the main model, tokens from their logits, and the Multi-Token
/// Prediction module over what was settled, which drafts the next token.
///
/// The token of every position is chosen in one way, from the target model's logits, its processors
/// and the position's own random numbers. A draft is right if it is that token; then the row behind
/// it, computed in the same pass, yields the next one. Since nothing of the draft enters the
/// choice, speculation changes no token, greedy or not. (The draft is one token and no
/// distribution, so that taking it exactly when it equals a token drawn from the target is the
/// rejection sampling of Leviathan et al., 2023, for that proposal. Target and draft are drawn with
/// the same random numbers, which lets them agree as often as their distributions do: Daliri et
/// al., 2024.)
///
/// An exception that one sequence causes ends that sequence alone. Owned by the engine loop's
/// thread.
final class StepRunner {
  private final Backend backend;
  private final Set<Integer> endTokens;
  private final PageCache cache;
  private final Scheduler scheduler;
  private final DraftGain gain;
  private final Distribution distribution;

  StepRunner(
      Backend backend,
      int vocabularySize,
      Set<Integer> endTokens,
      PageCache cache,
      Scheduler scheduler,
      DraftGain gain) {
    this.gain = gain;
    this.backend = backend;
    this.endTokens = Set.copyOf(endTokens);
    this.cache = cache;
    this.scheduler = scheduler;
    distribution = new Distribution(vocabularySize);
  }

  /// What a step settled for one sequence.
  private static final class Progress {
    final ScheduledRows rows;
    final int slice;
    @Nullable FinishReason finished;
    boolean accepted;

    Progress(ScheduledRows rows, int slice) {
      this.rows = rows;
      this.slice = slice;
    }

    Sequence sequence() {
      return rows.sequence();
    }
  }

  /// Runs a step.
  void run(List<ScheduledRows> batch) {
    List<Slice> slices = new ArrayList<>(batch.size());
    int count = 0;
    for (ScheduledRows rows : batch) {
      slices.add(rows.slice());
      count += rows.count();
    }
    StepResult result;
    boolean warm = backend.warm().isDone();
    long begin = System.nanoTime();
    try {
      result = backend.step(slices);
    } catch (RuntimeException | Error e) {
      runAlone(batch, e);
      return;
    }
    List<Progress> settled = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Progress progress = new Progress(batch.get(i), i);
      if (succeeds(progress.sequence(), () -> advance(progress, result))) {
        settled.add(progress);
      }
    }
    fillAndDraft(settled);
    long nanos = System.nanoTime() - begin;
    scheduler.stepTook(count, nanos, warm);
    if (batch.size() == 1 && settled.size() == 1) {
      measure(settled.getFirst(), nanos);
    }
    for (Progress progress : settled) {
      FinishReason reason = progress.finished;
      if (reason != null && progress.sequence().table() != null) {
        scheduler.finish(progress.sequence(), reason);
      }
    }
  }

  /// Tells what a pass of one decoding sequence cost.
  private void measure(Progress progress, long nanos) {
    PageTable table = progress.rows.table();
    if (progress.rows.draft() != Sequence.NO_DRAFT) {
      gain.draftedPass(nanos, progress.accepted);
    } else if (progress.rows.count() == 1 && table.contents() == Contents.MAIN) {
      gain.plainPass(nanos);
    }
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

  private void advance(Progress progress, StepResult result) {
    ScheduledRows rows = progress.rows;
    Sequence sequence = progress.sequence();
    if (!rows.reachesEnd()) {
      sequence.computedUpTo(rows.start() + rows.count());
      return;
    }
    sequence.computedUpTo(sequence.length());
    if (sequence.generated() > 0) {
      sequence.report().targetPass();
    }
    int draft = rows.draft();
    boolean right = choose(progress, result.logits(progress.slice, 0), draft) == draft;
    if (draft != Sequence.NO_DRAFT) {
      sequence.report().verified(right);
      progress.accepted = right;
      if (right && progress.finished == null) {
        sequence.computedUpTo(sequence.length());
        choose(progress, result.logits(progress.slice, 1), Sequence.NO_DRAFT);
      }
    }
  }

  /// Chooses the next token and tells the listener, unless it ends the text.
  private int choose(Progress progress, MemorySegment logits, int draft) {
    Sequence sequence = progress.sequence();
    GenerationRequest request = sequence.request();
    int token = next(sequence, logits);
    if (sequence.forced() == InterjectionWatch.NONE
        && !request.ignoreEos()
        && endTokens.contains(token)) {
      if (!sequence.goesOnInstead()) {
        progress.finished = FinishReason.STOP;
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
                distribution.probability(token),
                right,
                right ? Sequence.NO_DRAFT : draft,
                distribution.top(request.alternatives()));
    sequence.append(token, text);
    if (sequence.room() == 0) {
      progress.finished = FinishReason.LENGTH;
    }
    return token;
  }

  /// The token behind the known ones: the one that is forced there, or else what is drawn.
  private int next(Sequence sequence, MemorySegment logits) {
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

  /// Runs the Multi-Token Prediction module over the rows whose next token is settled, and takes
  /// its drafts.
  private void fillAndDraft(List<Progress> settled) {
    List<Progress> drafting = new ArrayList<>();
    List<DraftSlice> drafts = new ArrayList<>();
    for (Progress progress : settled) {
      Sequence sequence = progress.sequence();
      PageTable table = sequence.table();
      int start = progress.rows.start();
      int count = Math.min(sequence.computed(), sequence.length() - 1) - start;
      if (table != null && table.contents() == Contents.MAIN_AND_MTP && count > 0) {
        boolean wanted =
            progress.finished == null && progress.rows.reachesEnd() && sequence.room() > 1;
        drafting.add(progress);
        drafts.add(new DraftSlice(progress.slice, count, sequence.tokens(), table.pages(), wanted));
      }
    }
    if (!drafts.isEmpty()) {
      draft(drafting, drafts);
    }
    for (Progress progress : settled) {
      Sequence sequence = progress.sequence();
      PageTable table = sequence.table();
      if (table != null) {
        cache.publish(table, sequence.tokens(), sequence.filled());
      }
    }
  }

  private void draft(List<Progress> drafting, List<DraftSlice> drafts) {
    StepResult result;
    try {
      result = backend.draft(drafts);
    } catch (RuntimeException | Error e) {
      draftAlone(drafting, drafts, e);
      return;
    }
    for (int i = 0; i < drafting.size(); i++) {
      Sequence sequence = drafting.get(i).sequence();
      sequence.filledUpTo(drafting.get(i).rows.start() + drafts.get(i).count());
      if (drafts.get(i).wantLogits()) {
        MemorySegment logits = result.logits(i, 0);
        succeeds(sequence, () -> sequence.draft(next(sequence, logits)));
      }
    }
  }

  private void draftAlone(List<Progress> drafting, List<DraftSlice> drafts, Throwable failure) {
    if (drafting.size() == 1) {
      scheduler.fail(drafting.getFirst().sequence(), Failure.describe(failure));
      return;
    }
    for (int i = 0; i < drafting.size(); i++) {
      draft(List.of(drafting.get(i)), List.of(drafts.get(i)));
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
