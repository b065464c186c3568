package dev.gloss.inference.schedule;

import dev.gloss.inference.Speculation;

/// Tokens that were guessed for the places behind the known ones of a sequence, and how sure the
/// drafter is of each: a kind, see [Acceptance].
///
/// Filled again and again; allocates nothing. Owned by the engine loop's thread.
final class Draft {
  private final int[] tokens = new int[Speculation.MOST_TOKENS];
  private final int[] kinds = new int[Speculation.MOST_TOKENS];
  private int start;
  private int length;

  /// Begins anew.
  ///
  /// @param position of the first token that will be guessed
  void begin(int position) {
    start = position;
    length = 0;
  }

  /// Adds a token behind the others.
  void add(int token, int kind) {
    tokens[length] = token;
    kinds[length++] = kind;
  }

  /// How many tokens were guessed.
  int length() {
    return length;
  }

  /// The guess for the place `start + index`.
  int token(int index) {
    return tokens[index];
  }

  /// How sure the drafter is that the guess is right if those before it are.
  int kind(int index) {
    return kinds[index];
  }

  /// The first guesses, in the places of their positions.
  ///
  /// @param to the sequence's tokens
  /// @param count how many
  void copyTo(int[] to, int count) {
    System.arraycopy(tokens, 0, to, start, count);
  }

  /// How many first guesses turned out right.
  int right(Sequence sequence) {
    int known = Math.clamp(sequence.length() - start, 0, length);
    int right = 0;
    while (right < known && tokens[right] == sequence.tokens()[start + right]) {
      right++;
    }
    return right;
  }

  /// Learns from what the sequence became, whether the guesses were used or not, and forgets them.
  /// Behind a wrong guess nothing can be learned of the others.
  void judge(Sequence sequence, Acceptance acceptance) {
    int right = right(sequence);
    for (int i = 0; i < right; i++) {
      acceptance.observe(kinds[i], true);
    }
    if (right < length && start + right < sequence.length()) {
      acceptance.observe(kinds[right], false);
    }
    length = 0;
  }
}
