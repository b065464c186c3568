package dev.gloss.inference.decode;

import java.util.Arrays;

/// What followed the last few tokens wherever they stood before in the same text.
///
/// Counts of all orders are read off the text itself: the places where its last token occurred
/// before are chained, and how far the tokens before each of them agree with the end of the text
/// says in which orders it counts. Appending a token so costs nothing, and a look-up costs a few
/// comparisons for each earlier occurrence of one token.
///
/// Orders are blended as Witten and Bell do it (1991): an order with `c` observations of `t`
/// different tokens gives itself the weight `c / (c + t)` and leaves the rest to the next lower
/// one.
final class NgramModel {
  private static final int BREAK = -1;
  private static final int NOWHERE = -1;

  private final int longestContext;

  /// The last place of each token in [#text].
  private final int[] lastPlace;

  /// For each place the one before it that has the same token.
  private int[] earlierPlace;

  private int[] text;
  private int length;

  // The result of the last look-up.
  private final double[] probability;
  private final int[] longestMatch;
  private int[] followers = new int[64];
  private int followerCount;
  private double evidence;

  /// An empty text.
  ///
  /// @param order tokens of the longest n-gram, at least 2
  NgramModel(int vocabularySize, int order) {
    longestContext = order - 1;
    lastPlace = new int[vocabularySize];
    Arrays.fill(lastPlace, NOWHERE);
    earlierPlace = new int[256];
    text = new int[256];
    probability = new double[vocabularySize];
    longestMatch = new int[vocabularySize];
  }

  /// Appends a token.
  void append(int token) {
    place(token);
    earlierPlace[length] = lastPlace[token];
    lastPlace[token] = length++;
  }

  /// Ends a stretch of text: no n-gram reaches over this point.
  void appendBreak() {
    place(BREAK);
    length++;
  }

  /// Looks up what may follow the end of the text; the answers are valid until the next look-up.
  ///
  /// @return the share of the distribution that was observed, in `[0, 1)`: the probabilities of
  ///   [#followers()] add up to it
  double lookUp() {
    for (int i = 0; i < followerCount; i++) {
      probability[followers[i]] = 0;
      longestMatch[followers[i]] = 0;
    }
    followerCount = 0;
    evidence = 0;
    if (length > 0 && text[length - 1] != BREAK) {
      weigh(observe());
    }
    return evidence;
  }

  /// How many different tokens were observed.
  int followers() {
    return followerCount;
  }

  /// One of the observed tokens.
  int follower(int index) {
    return followers[index];
  }

  /// The probability of an observed token.
  double probability(int token) {
    return probability[token];
  }

  /// Finds the followers and how long a context each was seen behind.
  ///
  /// @return for each length of context how many observations agree on exactly so many tokens
  private int[] observe() {
    int[] observations = new int[longestContext + 1];
    for (int place = earlierPlace[length - 1]; place != NOWHERE; place = earlierPlace[place]) {
      int follower = text[place + 1];
      if (follower != BREAK) {
        int match = contextMatch(place);
        observations[match]++;
        if (longestMatch[follower] == 0) {
          addFollower(follower);
        }
        longestMatch[follower] = Math.max(longestMatch[follower], match);
      }
    }
    return observations;
  }

  private void weigh(int[] observations) {
    int[] kinds = new int[longestContext + 1];
    for (int i = 0; i < followerCount; i++) {
      kinds[longestMatch[followers[i]]]++;
    }
    // What one observation is worth that agrees on exactly so many tokens.
    double[] worth = new double[longestContext + 1];
    double left = 1;
    int seen = 0;
    int different = 0;
    for (int context = longestContext; context > 0; context--) {
      seen += observations[context];
      different += kinds[context];
      if (seen > 0) {
        worth[context] = left / (seen + different);
        left *= (double) different / (seen + different);
      }
    }
    for (int context = 1; context <= longestContext; context++) {
      worth[context] += worth[context - 1];
    }
    for (int place = earlierPlace[length - 1]; place != NOWHERE; place = earlierPlace[place]) {
      int follower = text[place + 1];
      if (follower != BREAK) {
        probability[follower] += worth[contextMatch(place)];
      }
    }
    evidence = 1 - left;
  }

  private int contextMatch(int place) {
    int match = 1;
    int end = length - 1;
    while (match < longestContext
        && place >= match
        && text[place - match] == text[end - match]
        && text[place - match] != BREAK) {
      match++;
    }
    return match;
  }

  private void addFollower(int token) {
    if (followerCount == followers.length) {
      followers = Arrays.copyOf(followers, 2 * followerCount);
    }
    followers[followerCount++] = token;
  }

  private void place(int token) {
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
      earlierPlace = Arrays.copyOf(earlierPlace, 2 * length);
    }
    text[length] = token;
  }
}
