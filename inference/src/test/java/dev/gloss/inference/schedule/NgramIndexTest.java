package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.testing.Property;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NgramIndexTest {

  private static void check(int expected, int matched, int... tokens) {
    NgramIndex index = new NgramIndex();
    assertEquals(expected, index.find(tokens, tokens.length), Arrays.toString(tokens));
    assertEquals(matched, index.matched());
  }

  @Test
  void findsWhatFollowedTheLongestMatch() {
    check(3, 3, 1, 2, 3, 9, 1, 2, 3);
    check(3, 3, 1, 2, 3, 9, 5, 2, 3, 8, 1, 2, 3);
  }

  @Test
  void amongEqualsTheLastPlaceCounts() {
    check(5, 2, 2, 3, 8, 2, 3, 9, 7, 2, 3);
  }

  @Test
  void aTextMayRepeatWhatItIsWriting() {
    check(3, 3, 4, 4, 4, 4);
    check(4, 4, 1, 2, 1, 2, 1, 2);
  }

  @Test
  void oneTokenIsNoMatch() {
    check(NgramIndex.NONE, 0, 1, 2, 3, 2);
    check(NgramIndex.NONE, 0, 1);
    check(NgramIndex.NONE, 0, 1, 1);
  }

  /// Whatever is read at once or token by token, the place is as good as one found by trying all.
  @Test
  void findsAsMuchAsTryingAllPlaces() {
    Property.forSeeds(
        50,
        random -> {
          int[] tokens = random.ints(600, 0, 30).toArray();
          NgramIndex index = new NgramIndex();
          for (int length = 1; length <= tokens.length; length += random.nextInt(1, 9)) {
            int found = index.find(tokens, length);
            assertEquals(longest(tokens, length), index.matched());
            if (found != NgramIndex.NONE) {
              assertEquals(index.matched(), NgramIndex.matchedAt(tokens, length, found));
            }
          }
        });
  }

  private static int longest(int[] tokens, int length) {
    int longest = 0;
    for (int next = 1; next < length; next++) {
      longest = Math.max(longest, NgramIndex.matchedAt(tokens, length, next));
    }
    return longest < NgramIndex.LEAST ? 0 : longest;
  }
}
