package dev.gloss.inference.decode;

import dev.gloss.inference.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What followed the last few characters wherever they stood before in the same text.
///
/// Contexts are counted in bytes and not in tokens, since the same text is cut into tokens
/// differently where a cursor stands in it: `return x` is `return`, ` x`, but behind a cursor after
/// the blank it is `x`. What followed an earlier place is therefore encoded as the model would
/// write it here, from that place on.
///
/// Counts of all orders are read off the text itself: the places whose last few bytes are those of
/// its end are chained, and how far the bytes before each of them agree with the end of the text
/// says in which orders it counts. Appending a byte so costs nothing, and a look-up costs a few
/// comparisons for each earlier occurrence of a short context.
///
/// Orders are blended as Witten and Bell do it (1991): an order with `c` observations of `t`
/// different tokens gives itself the weight `c / (c + t)` and leaves the rest to the next lower
/// one.
final class NgramModel {
  private static final int NOWHERE = -1;
  private static final int UNKNOWN = -1;
  private static final int HASH_BITS = 12;

  /// Bytes behind a place that are enough to tell the token they begin with.
  private static final int REACH = 32;

  /// Most earlier places that are looked at, the latest first.
  private static final int MOST_PLACES = 400;

  private final Tokenizer tokenizer;

  /// Bytes of context of each order, ascending.
  private final int[] contexts;

  private byte[] text = new byte[1024];
  private int length;

  /// For each place, which is between bytes, the one before it whose context hashes alike.
  private int[] earlierPlace = new int[1024];

  /// For each place the token that follows, as far as known.
  private int[] tokenAt = new int[1024];

  /// For each place where its stretch of text begins.
  private int[] stretchStart = new int[1024];

  private final int[] lastPlace = new int[1 << HASH_BITS];
  private int stretch;

  // The result of the last look-up.
  private final double[] probability;
  private final int[] highestOrder;
  private int[] followers = new int[64];
  private int followerCount;
  private double evidence;

  /// An empty text.
  ///
  /// @param tokenizer encodes what follows
  /// @param vocabularySize ids that the model scores; others are not observed
  /// @param contexts bytes of context of each order, ascending, at least one, each at least 1
  NgramModel(Tokenizer tokenizer, int vocabularySize, int... contexts) {
    this.tokenizer = tokenizer;
    this.contexts = contexts.clone();
    Arrays.fill(lastPlace, NOWHERE);
    Arrays.fill(tokenAt, UNKNOWN);
    probability = new double[vocabularySize];
    highestOrder = new int[vocabularySize];
  }

  /// Appends text.
  void append(byte... bytes) {
    grow(bytes.length);
    for (byte b : bytes) {
      if (length - stretch >= contexts[0]) {
        int hash = hash();
        earlierPlace[length] = lastPlace[hash];
        lastPlace[hash] = length;
      }
      stretchStart[length] = stretch;
      text[length++] = b;
    }
  }

  /// Ends a stretch of text: no context and nothing that follows reaches over this point.
  void appendBreak() {
    stretch = length;
  }

  /// Looks up what may follow the end of the text; the answers are valid until the next look-up.
  ///
  /// @return the share of the distribution that was observed, in `[0, 1)`: the probabilities of
  ///   [#followers()] add up to it
  double lookUp() {
    for (int i = 0; i < followerCount; i++) {
      probability[followers[i]] = 0;
      highestOrder[followers[i]] = 0;
    }
    followerCount = 0;
    evidence = 0;
    if (length - stretch >= contexts[0]) {
      weigh(lastPlace[hash()]);
    }
    return evidence;
  }

  /// Bytes of the longest context that an earlier place shares with the end of the text, as far as
  /// orders tell; 0 for none.
  int longestMatch() {
    int highest = 0;
    for (int i = 0; i < followerCount; i++) {
      highest = Math.max(highest, highestOrder[followers[i]]);
    }
    return highest == 0 ? 0 : contexts[highest - 1];
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

  private void weigh(int latest) {
    int[] orders = new int[MOST_PLACES];
    int[] tokens = new int[MOST_PLACES];
    int places = observe(latest, orders, tokens);
    int[] observations = new int[contexts.length + 1];
    for (int i = 0; i < places; i++) {
      observations[orders[i]]++;
    }
    int[] kinds = new int[contexts.length + 1];
    for (int i = 0; i < followerCount; i++) {
      kinds[highestOrder[followers[i]]]++;
    }
    // What one observation is worth that counts in exactly so many orders.
    double[] worth = new double[contexts.length + 1];
    double left = 1;
    int seen = 0;
    int different = 0;
    for (int order = contexts.length; order > 0; order--) {
      seen += observations[order];
      different += kinds[order];
      if (seen > 0) {
        worth[order] = left / (seen + different);
        left *= (double) different / (seen + different);
      }
    }
    for (int order = 1; order <= contexts.length; order++) {
      worth[order] += worth[order - 1];
    }
    for (int i = 0; i < places; i++) {
      probability[tokens[i]] += worth[orders[i]];
    }
    evidence = 1 - left;
  }

  /// Finds the earlier places, the order of the longest context each agrees on, and what followed.
  ///
  /// @return how many were found
  private int observe(int latest, int[] orders, int[] tokens) {
    int places = 0;
    for (int place = latest;
        place != NOWHERE && places < MOST_PLACES;
        place = earlierPlace[place]) {
      int order = order(place);
      int token = order == 0 ? UNKNOWN : tokenAt(place);
      if (token >= 0 && token < probability.length) {
        orders[places] = order;
        tokens[places++] = token;
        if (highestOrder[token] == 0) {
          addFollower(token);
        }
        highestOrder[token] = Math.max(highestOrder[token], order);
      }
    }
    return places;
  }

  /// How many orders the place counts in: those whose context agrees with the end of the text.
  private int order(int place) {
    int most = Math.min(place - stretchStart[place], length - stretch);
    int match = 0;
    while (match < most && text[place - 1 - match] == text[length - 1 - match]) {
      match++;
      if (match == contexts[contexts.length - 1]) {
        break;
      }
    }
    int order = 0;
    while (order < contexts.length && contexts[order] <= match) {
      order++;
    }
    return order;
  }

  private int tokenAt(int place) {
    if (tokenAt[place] != UNKNOWN) {
      return tokenAt[place];
    }
    if ((text[place] & 0xc0) == 0x80) {
      return UNKNOWN; // amid the bytes of a character
    }
    int end = place + 1;
    while (end < length && end < place + REACH && stretchStart[end] == stretchStart[place]) {
      end++;
    }
    String following = new String(text, place, end - place, StandardCharsets.UTF_8);
    int token = tokenizer.encodeText(following)[0];
    if (end < length) {
      tokenAt[place] = token; // more text will not change it
    }
    return token;
  }

  private int hash() {
    int hash = 0;
    for (int i = 1; i <= contexts[0]; i++) {
      hash = 31 * hash + text[length - i];
    }
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - HASH_BITS);
  }

  private void addFollower(int token) {
    if (followerCount == followers.length) {
      followers = Arrays.copyOf(followers, 2 * followerCount);
    }
    followers[followerCount++] = token;
  }

  private void grow(int more) {
    if (length + more > text.length) {
      int size = Math.max(2 * text.length, length + more);
      int known = text.length;
      text = Arrays.copyOf(text, size);
      earlierPlace = Arrays.copyOf(earlierPlace, size);
      stretchStart = Arrays.copyOf(stretchStart, size);
      tokenAt = Arrays.copyOf(tokenAt, size);
      Arrays.fill(tokenAt, known, size, UNKNOWN);
    }
  }
}
