package dev.gloss.inference;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One thing to generate.
///
/// @param prompt what the model reads
/// @param maxTokens how many tokens to generate at most
/// @param sampling how tokens are drawn
/// @param speculation how tokens are drafted ahead
/// @param priority who goes first
/// @param ignoreEos go on whatever the model writes: no token ends the text, and control tokens are
///   told with their text
/// @param ngramWeight share in `[0, 1)` of an n-gram model of the prompt itself that is mixed into
///   the distribution before drawing; it grows where a long stretch of the prompt is being
///   repeated; 0 leaves the model's own
/// @param startsInLine something that is no blank must be written before the text or the line ends
/// @param opening what the text begins with: its first tokens are drawn from those that go on with
///   it, and told like all others; empty leaves the beginning to the model
/// @param noRepeatNgramSize no run of so many generated tokens may come twice, as Hugging Face's
///   `no_repeat_ngram_size`, but of what was generated alone; 0 forbids nothing
/// @param alternatives how many of the most probable tokens each [GenerationEvent.Token] lists
/// @param interjection what is written in the model's stead if it does not come to it itself
public record GenerationRequest(
    Prompt prompt,
    int maxTokens,
    Sampling sampling,
    Speculation speculation,
    Priority priority,
    boolean ignoreEos,
    double ngramWeight,
    boolean startsInLine,
    String opening,
    int noRepeatNgramSize,
    int alternatives,
    @Nullable Interjection interjection) {

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of range
  public GenerationRequest {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens must be at least 1, got " + maxTokens);
    }
    if (!(ngramWeight >= 0 && ngramWeight < 1)) {
      throw new IllegalArgumentException("ngram weight must be in [0, 1), got " + ngramWeight);
    }
    if (noRepeatNgramSize < 0) {
      throw new IllegalArgumentException(
          "no_repeat_ngram_size must be at least 0, got " + noRepeatNgramSize);
    }
    if (alternatives < 0 || alternatives > 20) {
      throw new IllegalArgumentException("alternatives must be in [0, 20], got " + alternatives);
    }
  }

  /// A greedy request with drafting where the model can and where it pays.
  public static GenerationRequest of(Prompt prompt, int maxTokens) {
    return new GenerationRequest(
        prompt,
        maxTokens,
        Sampling.GREEDY,
        Speculation.AUTO,
        Priority.BACKGROUND,
        false,
        0,
        false,
        "",
        0,
        0,
        null);
  }

  /// The same with another way to draw tokens.
  public GenerationRequest withSampling(Sampling sampling) {
    return with(copy -> copy.sampling = sampling);
  }

  /// The same with another way to draft tokens.
  public GenerationRequest withSpeculation(Speculation speculation) {
    return with(copy -> copy.speculation = speculation);
  }

  /// The same with another priority.
  public GenerationRequest withPriority(Priority priority) {
    return with(copy -> copy.priority = priority);
  }

  /// The same, going on after tokens that end the text or not.
  public GenerationRequest withIgnoreEos(boolean ignoreEos) {
    return with(copy -> copy.ignoreEos = ignoreEos);
  }

  /// The same with another share of the prompt's own n-grams.
  public GenerationRequest withNgramWeight(double ngramWeight) {
    return with(copy -> copy.ngramWeight = ngramWeight);
  }

  /// The same, beginning with something in the line at hand or with whatever the model likes.
  public GenerationRequest withStartsInLine(boolean startsInLine) {
    return with(copy -> copy.startsInLine = startsInLine);
  }

  /// The same, beginning with this text.
  public GenerationRequest withOpening(String opening) {
    return with(copy -> copy.opening = opening);
  }

  /// The same, forbidding runs of so many tokens to come twice.
  public GenerationRequest withNoRepeatNgramSize(int noRepeatNgramSize) {
    return with(copy -> copy.noRepeatNgramSize = noRepeatNgramSize);
  }

  /// The same with so many alternatives listed a token.
  public GenerationRequest withAlternatives(int alternatives) {
    return with(copy -> copy.alternatives = alternatives);
  }

  /// The same with a text that is written in the model's stead, or without one.
  public GenerationRequest withInterjection(@Nullable Interjection interjection) {
    return with(copy -> copy.interjection = interjection);
  }

  private GenerationRequest with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new GenerationRequest(
        prompt,
        maxTokens,
        copy.sampling,
        copy.speculation,
        copy.priority,
        copy.ignoreEos,
        copy.ngramWeight,
        copy.startsInLine,
        copy.opening,
        copy.noRepeatNgramSize,
        copy.alternatives,
        copy.interjection);
  }

  /// What can be changed of a request.
  private static final class Copy {
    private Sampling sampling;
    private Speculation speculation;
    private Priority priority;
    private boolean ignoreEos;
    private double ngramWeight;
    private boolean startsInLine;
    private String opening;
    private int noRepeatNgramSize;
    private int alternatives;
    private @Nullable Interjection interjection;

    Copy(GenerationRequest request) {
      sampling = request.sampling;
      speculation = request.speculation;
      priority = request.priority;
      ignoreEos = request.ignoreEos;
      ngramWeight = request.ngramWeight;
      startsInLine = request.startsInLine;
      opening = request.opening;
      noRepeatNgramSize = request.noRepeatNgramSize;
      alternatives = request.alternatives;
      interjection = request.interjection;
    }
  }
}
