package dev.gloss.inference.schedule;

import dev.gloss.inference.Speculation.Method;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageTable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Drafts one token by the model's own Multi-Token Prediction module, which reads every row of the
/// main model whose next token is settled.
///
/// The draft is drawn as the target's token will be, with the same random numbers, which lets them
/// agree as often as their distributions do (Daliri et al., 2024).
///
/// Owned by the engine loop's thread.
final class MtpDrafter implements Drafter {
  private final Backend backend;
  private final NextToken next;
  private final DraftGain gain;
  private final Failures failures;
  private final Map<Sequence, Draft> drafts = new HashMap<>();

  /// Ends sequences.
  interface Failures {
    /// A sequence could not go on.
    void fail(Sequence sequence, Throwable failure);
  }

  /// @param next draws tokens from logits
  /// @param failures is told of sequences whose entries could not be computed
  MtpDrafter(Backend backend, NextToken next, DraftGain gain, Failures failures) {
    this.backend = backend;
    this.next = next;
    this.gain = gain;
    this.failures = failures;
  }

  @Override
  public Method method() {
    return Method.MTP;
  }

  @Override
  public void draft(List<Settled> settled) {
    List<Settled> reading = new ArrayList<>();
    List<DraftSlice> slices = new ArrayList<>();
    for (Settled each : settled) {
      Sequence sequence = each.sequence();
      PageTable table = sequence.table();
      int start = each.rows().start();
      int count = Math.min(sequence.computed(), sequence.length() - 1) - start;
      if (table != null && table.contents() == Contents.MAIN_AND_MTP && count > 0) {
        boolean wanted = each.most(Method.MTP) > 0;
        reading.add(each);
        slices.add(new DraftSlice(each.slice(), count, sequence.tokens(), table.pages(), wanted));
      }
    }
    if (reading.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    run(reading, slices);
    boolean writes = settled.size() == 1 && reading.getFirst().rows().isWriting();
    if (writes && slices.getFirst().wantLogits()) {
      gain.moduleTook(System.nanoTime() - begin);
    }
  }

  private void run(List<Settled> reading, List<DraftSlice> slices) {
    StepResult result;
    try {
      result = backend.draft(slices);
    } catch (RuntimeException | Error e) {
      runAlone(reading, slices, e);
      return;
    }
    for (int i = 0; i < reading.size(); i++) {
      Settled each = reading.get(i);
      each.sequence().filledUpTo(each.rows().start() + slices.get(i).count());
      if (slices.get(i).wantLogits()) {
        offer(each, result.logits(i, 0));
      }
    }
  }

  private void runAlone(List<Settled> reading, List<DraftSlice> slices, Throwable failure) {
    if (reading.size() == 1) {
      failures.fail(reading.getFirst().sequence(), failure);
      return;
    }
    for (int i = 0; i < reading.size(); i++) {
      run(List.of(reading.get(i)), List.of(slices.get(i)));
    }
  }

  private void offer(Settled settled, MemorySegment logits) {
    Sequence sequence = settled.sequence();
    Draft draft = drafts.computeIfAbsent(sequence, _ -> new Draft());
    draft.judge(sequence, gain.module());
    try {
      draft.begin(sequence.length());
      draft.add(next.after(sequence, logits), 0);
      settled.offer(draft, gain.module(), gain);
    } catch (RuntimeException | Error e) {
      failures.fail(sequence, e);
    }
  }

  @Override
  public void left(Sequence sequence) {
    drafts.remove(sequence);
  }
}
