package dev.gloss.server.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// How alike two texts are: `2·LCS(a, b) / (|a| + |b|)` over code points, LCS being the length of
/// the longest common subsequence.
public final class EditSimilarity {
  private EditSimilarity() {}

  /// In `[0, 1]`; 1 for two empty texts.
  public static double of(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    int length = left.length + right.length;
    return length == 0 ? 1 : 2.0 * longestCommonSubsequence(left, right) / length;
  }

  /// Bit-parallel, 64 rows of the table at a time (Hyyrö, "Bit-parallel LCS-length computation
  /// revisited", 2004).
  static int longestCommonSubsequence(int[] a, int[] b) {
    int words = (a.length + 63) >> 6;
    Map<Integer, long[]> masks = new HashMap<>();
    for (int i = 0; i < a.length; i++) {
      masks.computeIfAbsent(a[i], _ -> new long[words])[i >> 6] |= 1L << i;
    }
    long[] rows = new long[words];
    Arrays.fill(rows, -1L);
    for (int codePoint : b) {
      long[] mask = masks.get(codePoint);
      if (mask != null) {
        advance(rows, mask);
      }
    }
    int common = 0;
    for (int i = 0; i < a.length; i++) {
      common += (int) (~rows[i >> 6] >>> i & 1);
    }
    return common;
  }

  private static void advance(long[] rows, long[] mask) {
    long carry = 0;
    for (int w = 0; w < rows.length; w++) {
      long matched = rows[w] & mask[w];
      long sum = rows[w] + matched;
      long total = sum + carry;
      carry =
          Long.compareUnsigned(sum, matched) < 0 || Long.compareUnsigned(total, carry) < 0 ? 1 : 0;
      rows[w] = total | (rows[w] & ~mask[w]);
    }
  }
}
