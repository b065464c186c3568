package dev.gloss.inference.decode;

import java.util.Arrays;

/// The order of tokens from the most to the least probable; among equals the lower id goes first.
///
/// A token and its logit become one `long` key, so that ordering needs no objects.
final class TokenOrder {
  private TokenOrder() {}

  /// A key that is smaller the more probable the token is.
  static long key(float logit, int token) {
    int bits = Float.floatToIntBits(logit == 0 ? 0f : logit);
    int ascending = bits ^ ((bits >> 31) & 0x7fffffff);
    return ((long) ~ascending << 32) | token;
  }

  /// The token of a key.
  static int token(long key) {
    return (int) key;
  }

  /// Moves the `count` smallest of the first `size` keys to the front and sorts them.
  static void smallestFirst(long[] keys, int size, int count) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swap = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swap;
        }
      }
      if (count - 1 <= j) {
        high = j;
      } else if (count - 1 >= i) {
        low = i;
      } else {
        break;
      }
    }
    Arrays.sort(keys, 0, count);
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
