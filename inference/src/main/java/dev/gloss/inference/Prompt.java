package dev.gloss.inference;

import java.util.List;

/// What the model is to read, as a list of parts that are tokenised one by one.
///
/// Text is data: it is never searched for special tokens, so a document that contains `<｜fim▁end｜>`
/// cannot steer the model. Only a [Special] part makes a special token.
///
/// @param parts in reading order
/// @param continued which of them the answer goes on from, as one text; that is the last one, but
///   where a hole is to be filled and what stands behind it is read later
public record Prompt(List<Part> parts, int continued) {

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no such part to be continued
  public Prompt {
    parts = List.copyOf(parts);
    if (continued < 0 || continued >= Math.max(1, parts.size())) {
      throw new IllegalArgumentException(
          "continued part %d: expected one of %d".formatted(continued, parts.size()));
    }
  }

  /// A prompt whose last part is gone on from.
  public Prompt(List<Part> parts) {
    this(parts, Math.max(0, parts.size() - 1));
  }

  /// A prompt of these parts.
  public static Prompt of(Part... parts) {
    return new Prompt(List.of(parts));
  }

  /// One piece of a prompt.
  public sealed interface Part {}

  /// One special token, by the text it has in the tokenizer's table.
  ///
  /// @param name the token's text, for example `<｜fim▁begin｜>`
  public record Special(String name) implements Part {}

  /// Ordinary text; what looks like a special token in it stays text.
  ///
  /// @param text any text, possibly empty
  public record Text(String text) implements Part {}

  /// Token ids that are already known.
  ///
  /// @param ids each in `[0, vocab_size)`
  public record Ids(List<Integer> ids) implements Part {

    /// Copies the list.
    public Ids {
      ids = List.copyOf(ids);
    }
  }
}
