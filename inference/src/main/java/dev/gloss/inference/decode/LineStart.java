package dev.gloss.inference.decode;

import java.util.BitSet;

/// Rules out, until something is written that is no blank, tokens that would leave the line as it
/// is: what ends the text or begins a new line.
///
/// @param promptTokens tokens of the prompt
/// @param openingBytes bytes at the beginning of the text that do not count as written, since they
///   were asked for ([Opening])
/// @param vocabulary the tokens' bytes
/// @param refused ids that are ruled out; not to be changed
/// @param blanks ids of blanks within a line; not to be changed
public record LineStart(
    int promptTokens, int openingBytes, TokenBytes vocabulary, BitSet refused, BitSet blanks)
    implements LogitProcessor {
  @Override
  public void process(int[] tokens, int length, float[] logits) {
    int written = 0;
    for (int i = promptTokens; i < length; i++) {
      written += vocabulary.length(tokens[i]);
      if (written > openingBytes && !blanks.get(tokens[i])) {
        return;
      }
    }
    refused.stream().forEach(token -> logits[token] = Float.NEGATIVE_INFINITY);
  }
}
