package dev.gloss.inference.decode;

import java.util.Arrays;

/// Has the text begin with given bytes: of each of its first tokens those are ruled out that do not
/// go on with them. What was typed of a word so becomes the beginning of a token that the model
/// knows, instead of one of its own that is seldom followed by the rest of the word ("token
/// healing").
///
/// A vocabulary that cannot write the bytes is left to itself.
///
/// Owned by one sequence.
public final class Opening implements LogitProcessor {
  private final int promptTokens;
  private final byte[] text;
  private final TokenBytes vocabulary;
  private final boolean goesOnInLine;
  private int[] fitting = new int[64];
  private float[] kept = new float[64];
  private int count;

  /// @param promptTokens tokens of the prompt
  /// @param text the bytes, at least one
  /// @param vocabulary the tokens
  /// @param goesOnInLine rules out the line's end right behind the bytes
  public Opening(int promptTokens, byte[] text, TokenBytes vocabulary, boolean goesOnInLine) {
    this.promptTokens = promptTokens;
    this.text = text.clone();
    this.vocabulary = vocabulary;
    this.goesOnInLine = goesOnInLine;
  }

  @Override
  public void process(int[] tokens, int length, float[] logits) {
    int written = 0;
    for (int i = promptTokens; i < length && written < text.length; i++) {
      int bytes = vocabulary.length(tokens[i]);
      if (bytes == 0) {
        return;
      }
      written += bytes;
    }
    if (written < text.length) {
      keepFitting(written, logits);
    }
  }

  private void keepFitting(int written, float[] logits) {
    count = 0;
    vocabulary.forEachBeginning(text, written, token -> collect(token, written, logits));
    if (count == 0) {
      return;
    }
    Arrays.fill(logits, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      logits[fitting[i]] = kept[i];
    }
  }

  private void collect(int token, int written, float[] logits) {
    if (logits[token] == Float.NEGATIVE_INFINITY
        || goesOnInLine && vocabulary.endsLine(token, text.length - written)) {
      return;
    }
    if (count == fitting.length) {
      fitting = Arrays.copyOf(fitting, 2 * count);
      kept = Arrays.copyOf(kept, 2 * count);
    }
    fitting[count] = token;
    kept[count++] = logits[token];
  }
}
