package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EditSimilarityTest {

  @Test
  void isTwiceTheCommonPartOverBothLengths() {
    check("", "", 1);
    check("", "abc", 0);
    check("abc", "abc", 1);
    check("abcd", "abxd", 0.75);
    check("return total;", "return sum;", 2.0 * 8 / 24);
    check("👍a", "👍b", 0.5);
  }

  @Test
  void agreesWithTheTableOverAnyLength() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int[] a = random.ints(random.nextInt(200), 0, 5).toArray();
      int[] b = random.ints(random.nextInt(200), 0, 5).toArray();
      assertEquals(table(a, b), EditSimilarity.longestCommonSubsequence(a, b), "-Dseed=" + seed);
    }
  }

  private static void check(String a, String b, double expected) {
    assertEquals(expected, EditSimilarity.of(a, b), 1e-12);
  }

  private static int table(int[] a, int[] b) {
    int[][] best = new int[a.length + 1][b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        best[i][j] =
            a[i - 1] == b[j - 1]
                ? best[i - 1][j - 1] + 1
                : Math.max(best[i - 1][j], best[i][j - 1]);
      }
    }
    return best[a.length][b.length];
  }
}
