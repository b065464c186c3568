package dev.gloss.inference.decode;

/// Rules out, for the first token after the prompt, those that would leave the line as it is: what
/// ends the text or begins a new line.
///
/// @param promptTokens tokens of the prompt
/// @param refused ids that are ruled out
public record LineStart(int promptTokens, int[] refused) implements LogitProcessor {
  @Override
  public void process(int[] tokens, int length, float[] logits) {
    if (length == promptTokens) {
      for (int token : refused) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
