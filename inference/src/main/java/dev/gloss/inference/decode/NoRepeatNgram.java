package dev.gloss.inference.decode;

import java.util.Arrays;

/// Rules out tokens that would complete a run of tokens that was generated before: what a very
/// small model falls into otherwise is a loop.
///
/// @param promptTokens tokens of the prompt, whose runs do not count
/// @param size tokens of a run, at least 1
public record NoRepeatNgram(int promptTokens, int size) implements LogitProcessor {
  @Override
  public void process(int[] tokens, int length, float[] logits) {
    int context = size - 1;
    int end = length - context;
    for (int at = promptTokens; at < end; at++) {
      if (Arrays.equals(tokens, at, at + context, tokens, end, length)) {
        logits[tokens[at + context]] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
