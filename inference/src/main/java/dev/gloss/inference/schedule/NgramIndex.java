package dev.gloss.inference.schedule;

import java.util.Arrays;

/// Where in a sequence its last tokens stood before.
///
/// Pairs of tokens are hashed to the places they end at, the last place first, as LZ77 compressors
/// do; of those places the one is taken before which most tokens are the same. Adding a token and
/// looking one up cost the same however long the sequence is.
final class NgramIndex {
  /// No such place.
  static final int NONE = -1;

  /// Tokens that have to be the same at least.
  static final int LEAST = 2;

  /// Tokens that are compared.
  static final int MOST = 32;

  /// Places that are compared, the last ones.
  private static final int MOST_PLACES = 32;

  private static final int FIRST_PLACES = 256;

  private int[] heads = new int[FIRST_PLACES];
  private int[] previous = new int[FIRST_PLACES];
  private int read;
  private int matched;

  /// Finds the place that the last tokens are most like.
  ///
  /// @param tokens the sequence's tokens, which only ever grow
  /// @param length how many there are
  /// @return the index of the token that followed there, below `length`, or [#NONE]
  int find(int[] tokens, int length) {
    matched = 0;
    if (length <= LEAST) {
      return NONE;
    }
    // The last pair itself is looked up, and indexed once something follows it.
    readUpTo(tokens, length - 1);
    int best = NONE;
    int place = heads[slot(tokens, length - 1)];
    for (int tried = 0; place != 0 && tried < MOST_PLACES; tried++) {
      int same = same(tokens, place, length - 1);
      if (same >= LEAST && same > matched) {
        matched = same;
        best = place + 1;
      }
      place = previous[place];
    }
    return best;
  }

  /// Tokens that were the same before the place last found, up to [#MOST].
  int matched() {
    return matched;
  }

  /// Tokens that are the same before a place and at the end, up to [#MOST].
  ///
  /// @param next index of the token behind that place
  static int matchedAt(int[] tokens, int length, int next) {
    return same(tokens, next - 1, length - 1);
  }

  private static int same(int[] tokens, int place, int end) {
    int same = 0;
    while (same < MOST && same <= place && tokens[place - same] == tokens[end - same]) {
      same++;
    }
    return same;
  }

  /// Index 0 ends no pair, so that 0 stands for no place.
  private void readUpTo(int[] tokens, int end) {
    if (end > previous.length) {
      previous = Arrays.copyOf(previous, Math.max(end, 2 * previous.length));
      heads = new int[Integer.highestOneBit(previous.length) * 2];
      read = 0;
    }
    for (int i = Math.max(1, read); i < end; i++) {
      int slot = slot(tokens, i);
      previous[i] = heads[slot];
      heads[slot] = i;
    }
    read = end;
  }

  private int slot(int[] tokens, int last) {
    int hash = tokens[last] * 0x9e3779b1 ^ tokens[last - 1] * 0x85ebca6b;
    return (hash ^ hash >>> 15) & heads.length - 1;
  }
}
