package dev.gloss.inference.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoRepeatNgramTest {
  private static final int VOCABULARY = 10;

  /// Which tokens of 0 to 9 are ruled out after these, of which the first `prompt` are the prompt.
  private static int[] refused(int size, int prompt, int... tokens) {
    float[] logits = new float[VOCABULARY];
    new NoRepeatNgram(prompt, size).process(tokens, tokens.length, logits);
    int[] refused = new int[VOCABULARY];
    int count = 0;
    for (int token = 0; token < VOCABULARY; token++) {
      if (logits[token] == Float.NEGATIVE_INFINITY) {
        refused[count++] = token;
      }
    }
    return Arrays.copyOf(refused, count);
  }

  @Test
  void whatFollowedTheSameTokensIsRuledOut() {
    assertArrayEquals(new int[] {3}, refused(3, 0, 1, 2, 3, 1, 2));
    assertArrayEquals(new int[] {3, 4}, refused(3, 0, 1, 2, 3, 1, 2, 4, 1, 2));
    assertArrayEquals(new int[] {}, refused(3, 0, 1, 2, 3, 2, 1));
  }

  @Test
  void aRunThatOverlapsItsOwnEndIsSeen() {
    assertArrayEquals(new int[] {5}, refused(3, 0, 5, 5, 5));
    assertArrayEquals(new int[] {}, refused(3, 0, 5, 5));
  }

  @Test
  void thePromptMayBeRepeated() {
    assertArrayEquals(new int[] {}, refused(3, 3, 1, 2, 3, 1, 2));
  }

  @Test
  void oneTokenMayComeOnce() {
    assertArrayEquals(new int[] {1, 2}, refused(1, 1, 9, 1, 2));
  }
}
