package dev.gloss.inference.schedule;

import dev.gloss.inference.Speculation;
import dev.gloss.inference.Speculation.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Drafts what followed when the last tokens stood in the sequence before, in its prompt or in what
/// was generated (prompt lookup decoding): code repeats itself, and edits repeat what they edit.
///
/// Of a guess its kind is the number of tokens that are the same before it, its own draft's
/// included. Where a copy was left, as for another name, it is gone on with behind that token.
///
/// Owned by the engine loop's thread.
final class NgramDrafter implements Drafter {
  /// Tokens for which a copy that was left is gone on with.
  private static final int RESUMES = 4;

  private final DraftGain gain;
  private final Acceptance all = new Acceptance(assumed());
  private final Map<Sequence, Copying> sequences = new HashMap<>();

  NgramDrafter(DraftGain gain) {
    this.gain = gain;
  }

  private static double[] assumed() {
    double[] shares = new double[Acceptance.KINDS];
    for (int matched = 0; matched < shares.length; matched++) {
      shares[matched] = 1 - 1 / (1.3 + 0.4 * matched);
    }
    return shares;
  }

  @Override
  public Method method() {
    return Method.NGRAM;
  }

  @Override
  public void draft(List<Settled> settled) {
    for (Settled each : settled) {
      int most = each.most(Method.NGRAM);
      if (most > 0) {
        Sequence sequence = each.sequence();
        Copying copying = sequences.computeIfAbsent(sequence, _ -> new Copying(all.ofSequence()));
        copying.read(sequence);
        copying.guess(sequence, most);
        each.offer(copying.draft, copying.acceptance, gain);
      }
    }
  }

  @Override
  public void left(Sequence sequence) {
    sequences.remove(sequence);
  }

  /// What one sequence copies.
  private static final class Copying {
    private final NgramIndex index = new NgramIndex();
    private final Draft draft = new Draft();
    private final Acceptance acceptance;

    /// The place whose token is thought to stand behind `length` tokens.
    private int place = NgramIndex.NONE;

    private int length;
    private int misses;

    Copying(Acceptance acceptance) {
      this.acceptance = acceptance;
    }

    /// Finds out how the last draft did, and where the copy stands now.
    void read(Sequence sequence) {
      if (place != NgramIndex.NONE) {
        boolean missed = draft.length() > 0 && draft.right(sequence) == 0;
        misses = missed ? misses + 1 : 0;
        place = misses > RESUMES ? NgramIndex.NONE : place + sequence.length() - length;
      }
      length = sequence.length();
      draft.judge(sequence, acceptance);
    }

    void guess(Sequence sequence, int most) {
      int[] tokens = sequence.tokens();
      int found = index.find(tokens, length);
      int matched = place == NgramIndex.NONE ? 0 : NgramIndex.matchedAt(tokens, length, place);
      if (index.matched() > matched) {
        place = found;
        matched = index.matched();
        misses = 0;
      }
      draft.begin(length);
      if (place == NgramIndex.NONE) {
        return;
      }
      int count = Math.min(most, Speculation.MOST_TOKENS);
      for (int i = 0; i < count; i++) {
        int from = place + i;
        // A text that repeats what it is just writing copies from the draft itself.
        int token = from < length ? tokens[from] : draft.token(from - length);
        draft.add(token, Math.min(matched + i, Acceptance.KINDS - 1));
      }
    }
  }
}
