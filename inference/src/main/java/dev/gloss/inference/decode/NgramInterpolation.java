package dev.gloss.inference.decode;

import dev.gloss.inference.Tokenizer;
import java.util.List;

/// Mixes what the document itself would say next into the model's distribution: `p = (1 - w)
/// p_model + w p_ngram`, where `p_ngram` counts the n-grams of the prompt and of what was generated
/// so far, and leaves to the model what it has not observed ([NgramModel]).
///
/// Code repeats itself within a file, and a small model copies less surely than counts do; so the
/// share `w` grows with the length of what stands alike before the cursor and before an earlier
/// place.
///
/// Special tokens separate stretches of text. Where a hole is filled the generated text goes on
/// where the prefix ended; what the prompt holds behind that only adds its counts.
public final class NgramInterpolation implements LogitProcessor {
  /// Bytes of context that are counted.
  private static final int[] CONTEXTS = {3, 4, 6, 8, 11, 15, 20, 28, 40, 60, 100};

  /// What is copied over such a stretch is as a rule copied on.
  private static final List<LongMatch> LONG_MATCHES =
      List.of(new LongMatch(40, 0.5), new LongMatch(60, 0.6), new LongMatch(100, 0.8));

  /// A long stretch of text that stands in two places.
  ///
  /// @param bytes it has at least
  /// @param share that the n-grams have at least behind it
  private record LongMatch(int bytes, double share) {}

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
  /// @param end where in it the text ends that is gone on with
  /// @param weight share of the n-grams behind short matches, in `(0, 1)`
  public NgramInterpolation(
      Tokenizer tokenizer, int vocabularySize, int[] prompt, int end, double weight) {
    this.tokenizer = tokenizer;
    this.weight = weight;
    model = new NgramModel(tokenizer, vocabularySize, CONTEXTS);
    if (end < prompt.length) {
      appendAll(prompt, end, prompt.length);
      model.appendBreak();
    }
    appendAll(prompt, 0, end);
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
    double share = share(model.longestMatch());
    double raise = share / (1 - share * evidence);
    for (int i = 0; i < model.followers(); i++) {
      int token = model.follower(i);
      double mixed = Math.exp(logits[token] - logTotal) + raise * model.probability(token);
      logits[token] = (float) (Math.log(mixed) + logTotal);
    }
  }

  /// The share of the n-grams where the text before goes on as an earlier place does.
  ///
  /// @param matched bytes that both have before them
  private double share(int matched) {
    double share = weight;
    for (LongMatch match : LONG_MATCHES) {
      if (matched >= match.bytes()) {
        share = Math.max(share, match.share());
      }
    }
    return share;
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
