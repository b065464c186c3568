package dev.gloss.inference.schedule;

import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation.Method;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.decode.Distribution;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drafts by a smaller model of the same vocabulary, which has a cache of its own.
///
/// It writes on, a token of all sequences a step, as long as one more is expected to pay, and for
/// nobody for whom the best offer of others promises more. A token's kind is the probability that
/// the small model gives it. Tokens are drawn with the random numbers with which the target's will
/// be, and without the request's processors, which read on only with what is settled.
///
/// Owned by the engine loop's thread.
final class ModelDrafter implements Drafter {
  /// Rows that are read between two steps of the main model at most.
  private static final int MOST_READ = 128;

  /// Rows that may be caught up with before the model pays.
  private static final int FEW_ROWS = 32;

  /// What a drafting model spares of a step as a rule.
  private static final double SPARED = 0.15;

  /// One of so many tokens is drafted though it is not thought to pay.
  private static final int EXPLORE_EVERY = 64;

  private final Backend backend;
  private final PageCache cache;
  private final Distribution distribution;
  private final int vocabularySize;
  private final DraftGain gain;
  private final StepCost cost = new StepCost();
  private final Acceptance acceptance = Acceptance.assuming(0.7);
  private final Map<Sequence, SmallSequence> sequences = new HashMap<>();
  private final Pace readRow = new Pace();
  private int refusals;

  /// @param vocabularySize ids that the main model scores
  ModelDrafter(DraftModel model, int vocabularySize, DraftGain gain) {
    this.vocabularySize = vocabularySize;
    this.gain = gain;
    backend = model.backend();
    cache = new PageCache(backend.pages(), backend.pageTokens(), backend::copyPage);
    distribution = new Distribution(model.vocabularySize());
  }

  @Override
  public Method method() {
    return Method.DRAFT_MODEL;
  }

  @Override
  public void draft(List<Settled> settled) {
    List<SmallSequence> drafting = new ArrayList<>();
    for (Settled each : settled) {
      Sequence sequence = each.sequence();
      SmallSequence small = sequences.get(sequence);
      if (small != null) {
        small.judge(acceptance);
      }
      if (each.most(Method.DRAFT_MODEL) > 0 && isWorthwhile(each, small)) {
        if (small == null) {
          small = new SmallSequence(sequence, cache);
          sequences.put(sequence, small);
        }
        small.begin(each);
        if (read(small)) {
          drafting.add(small);
        }
      }
    }
    List<SmallSequence> writing = drafting;
    while (!writing.isEmpty()) {
      writing = step(writing);
    }
    for (SmallSequence small : drafting) {
      small.settled().offer(small.draft(), acceptance, gain);
    }
  }

  /// Whether a first token promises to pay, counting what has to be read for it.
  private boolean isWorthwhile(Settled settled, @Nullable SmallSequence small) {
    if (settled.rate() == 0) {
      return true;
    }
    if (settled.rate() == Double.POSITIVE_INFINITY) {
      return false;
    }
    Sequence sequence = settled.sequence();
    int behind = sequence.length() - (small == null ? 0 : small.computed());
    // Reading costs at most what drafts would have spared so far, so that nobody loses twice.
    double spared = SPARED * sequence.generated() * gain.cost().nanos(1);
    if (behind > FEW_ROWS && spared < behind * readRow.value()) {
      return false;
    }
    double chance = 1;
    double right = 0;
    for (int k = 1; k <= settled.most(Method.DRAFT_MODEL); k++) {
      chance *= acceptance.mean();
      right += chance;
      double spent = k * draftNanos();
      if (gain.rate(settled.others(), k, right, spent) > settled.rate()) {
        return true;
      }
    }
    return ++refusals % EXPLORE_EVERY == 0;
  }

  private double draftNanos() {
    return cost.steps() == 0 ? gain.cost().nanos(1) / 2 : cost.nanos(1);
  }

  /// Reads what was settled since; false if there is more to read, or no room for it.
  private boolean read(SmallSequence small) {
    int rows = small.behind() - 1;
    if (rows < 2) {
      return small.grow();
    }
    int count = Math.min(rows, MOST_READ);
    if (!small.grow()) {
      return false;
    }
    long begin = System.nanoTime();
    backend.step(List.of(small.slice(count, 0)));
    small.computed(small.computed() + count);
    readRow.took((double) (System.nanoTime() - begin) / count);
    return count == rows;
  }

  /// Drafts one token for each; those that go on.
  private List<SmallSequence> step(List<SmallSequence> writing) {
    List<Slice> slices = new ArrayList<>(writing.size());
    int rows = 0;
    for (SmallSequence small : writing) {
      slices.add(small.slice(small.behind(), 1));
      rows += small.behind();
    }
    long begin = System.nanoTime();
    StepResult result = backend.step(slices);
    List<SmallSequence> more = new ArrayList<>(writing.size());
    for (int i = 0; i < writing.size(); i++) {
      SmallSequence small = writing.get(i);
      small.computed(small.computed() + small.behind());
      int token = next(small, result.logits(i, 0));
      if (token < vocabularySize) {
        double probability = distribution.probability(token);
        small.add(token, (int) Math.min(Acceptance.KINDS - 1, probability * Acceptance.KINDS));
        if (goesOn(small)) {
          more.add(small);
        }
      }
    }
    cost.took(rows, System.nanoTime() - begin);
    return more;
  }

  private int next(SmallSequence small, MemorySegment logits) {
    Sampling sampling = small.settled().sequence().request().sampling();
    distribution.fill(logits, small.tokens(), small.length(), List.of(), sampling);
    return sampling.greedy()
        ? distribution.best()
        : distribution.draw(sampling.seed(), small.length());
  }

  /// Whether one more token promises more than the draft as it is.
  private boolean goesOn(SmallSequence small) {
    Draft draft = small.draft();
    int length = draft.length();
    if (length >= small.settled().most(Method.DRAFT_MODEL)) {
      return false;
    }
    double chance = 1;
    double right = 0;
    for (int i = 0; i < length; i++) {
      chance *= acceptance.of(draft.kind(i));
      right += chance;
    }
    int others = small.settled().others();
    double spent = length * draftNanos();
    double more = right + chance * acceptance.mean();
    return gain.rate(others, length + 1, more, spent + draftNanos())
        > gain.rate(others, length, right, spent);
  }

  @Override
  public void left(Sequence sequence) {
    SmallSequence small = sequences.remove(sequence);
    if (small != null) {
      small.close();
    }
  }

  @Override
  public void close() {
    sequences.clear();
    backend.close();
  }
}
