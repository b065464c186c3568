package dev.gloss.inference.decode;

import dev.gloss.inference.Tokenizer;
import java.util.OptionalInt;

/// Mixes what the document itself would say next into the model's distribution: `p = (1 - w)
/// p_model + w p_ngram`, where `p_ngram` counts the n-grams of the prompt and of what was generated
/// so far, and leaves to the model what it has not observed ([NgramModel]).
///
/// Code repeats itself within a file, and a small model copies less surely than counts do.
///
/// Special tokens separate stretches of text. In a fill-in-the-middle prompt whose suffix comes
/// last the generated text goes on where the prefix ended, not after the suffix, which only adds
/// its counts.
public final class NgramInterpolation implements LogitProcessor {
  /// The special token at the place to be filled.
  private static final String FIM_HOLE = "<｜fim▁hole｜>";

  /// Bytes of context that are counted.
  private static final int[] CONTEXTS = {3, 4, 6, 8, 11, 15, 20, 28};

  private final Tokenizer tokenizer;
  private final double weight;
  private final NgramModel model;
  private final ExponentialSum exponentials = new ExponentialSum();
  private int read;

  /// Counts the n-grams of a prompt.
  ///
  /// @param tokenizer says which tokens are special
  /// @param vocabularySize ids the model scores
  /// @param prompt the prompt's tokens
  /// @param weight share of the n-grams, in `(0, 1)`
  public NgramInterpolation(Tokenizer tokenizer, int vocabularySize, int[] prompt, double weight) {
    this.tokenizer = tokenizer;
    this.weight = weight;
    model = new NgramModel(tokenizer, vocabularySize, CONTEXTS);
    int hole = holeOf(prompt);
    boolean prefixBefore = hole > 0 && !tokenizer.isSpecial(prompt[hole - 1]);
    if (prefixBefore) {
      appendAll(prompt, hole + 1, prompt.length);
      model.appendBreak();
      appendAll(prompt, 0, hole);
    } else {
      appendAll(prompt, 0, prompt.length);
    }
    read = prompt.length;
  }

  @Override
  public void process(int[] tokens, int length, float[] logits) {
    if (length < read) {
      throw new IllegalStateException(
          "asked about " + length + " tokens after having read " + read);
    }
    appendAll(tokens, read, length);
    read = length;
    double evidence = model.lookUp();
    if (evidence == 0) {
      return;
    }
    // All logits but those of observed tokens stay, so that these are raised in relation to them.
    double logTotal = logSumExp(logits);
    double raise = weight / (1 - weight * evidence);
    for (int i = 0; i < model.followers(); i++) {
      int token = model.follower(i);
      double mixed = Math.exp(logits[token] - logTotal) + raise * model.probability(token);
      logits[token] = (float) (Math.log(mixed) + logTotal);
    }
  }

  private int holeOf(int[] prompt) {
    OptionalInt holeId = tokenizer.specialId(FIM_HOLE);
    if (holeId.isPresent()) {
      for (int i = prompt.length - 1; i >= 0; i--) {
        if (prompt[i] == holeId.getAsInt()) {
          return i;
        }
      }
    }
    return -1;
  }

  private void appendAll(int[] tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokenizer.isSpecial(tokens[i])) {
        model.appendBreak();
      } else {
        model.append(tokenizer.bytesOf(tokens[i]));
      }
    }
  }

  private double logSumExp(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    return max + Math.log(exponentials.of(logits, max));
  }
}
