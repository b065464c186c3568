package dev.gloss.inference.schedule;

import dev.gloss.inference.Speculation.Method;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.cache.PageTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sequence as the model that drafts for it has read it: its tokens with the guesses behind them,
/// and pages of that model's own cache.
///
/// Owned by the engine loop's thread.
final class SmallSequence {
  private final Sequence sequence;
  private final PageCache cache;
  private final PageTable table;
  private final Draft draft = new Draft();

  /// The sequence's tokens, then the guesses.
  private final int[] tokens;

  /// How many of these are known or guessed.
  private int length;

  /// Positions whose entries are written, for the tokens that stand here.
  private int computed;

  private @Nullable Settled settled;

  SmallSequence(Sequence sequence, PageCache cache) {
    this.sequence = sequence;
    this.cache = cache;
    tokens = new int[sequence.tokens().length];
    takeOver();
    table = cache.open(tokens, length, tokens.length, Contents.MAIN);
    computed = table.reusedTokens();
  }

  /// Learns how the last draft did, and forgets entries of guesses that were wrong.
  void judge(Acceptance acceptance) {
    draft.judge(sequence, acceptance);
    takeOver();
  }

  private void takeOver() {
    int[] known = sequence.tokens();
    int wrong =
        Arrays.mismatch(
            tokens, 0, Math.min(length, sequence.length()), known, 0, sequence.length());
    if (wrong >= 0) {
      computed = Math.min(computed, wrong);
      System.arraycopy(known, wrong, tokens, wrong, sequence.length() - wrong);
    }
    computed = Math.min(computed, sequence.length());
    length = sequence.length();
  }

  /// Begins a draft.
  void begin(Settled forStep) {
    settled = forStep;
    // The last token is always read again where it was, since its logits are wanted.
    computed = Math.min(computed, length - 1);
    draft.begin(length);
  }

  /// What the draft is for.
  ///
  /// @throws IllegalStateException if none was begun
  Settled settled() {
    if (settled == null) {
      throw new IllegalStateException("no draft was begun");
    }
    return settled;
  }

  Draft draft() {
    return draft;
  }

  /// Tokens and guesses. Not a copy.
  int[] tokens() {
    return tokens;
  }

  /// How many of them there are.
  int length() {
    return length;
  }

  int computed() {
    return computed;
  }

  void computed(int positions) {
    computed = positions;
  }

  /// Tokens that were not read yet.
  int behind() {
    return length - computed;
  }

  /// Makes room for all tokens and a whole draft; false if there is none.
  boolean grow() {
    return cache.grow(table, Math.min(tokens.length, length + settled().most(Method.DRAFT_MODEL)));
  }

  /// The next rows.
  Slice slice(int count, int logitRows) {
    return new Slice(tokens, computed, count, table.pages(), logitRows);
  }

  /// Adds a guess.
  void add(int token, int kind) {
    draft.add(token, kind);
    tokens[length++] = token;
  }

  /// Gives the pages back; what was read of the sequence stays in the cache for later ones.
  void close() {
    takeOver();
    cache.close(table, tokens, computed);
  }
}
