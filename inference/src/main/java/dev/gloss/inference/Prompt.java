package dev.gloss.inference;

import java.util.List;

/// What the model is to read, as a list of parts that are tokenised one by one.
///
/// Text is data: it is never searched for special tokens, so a document that contains `<｜fim▁end｜>`
/// cannot steer the model. Only a [Special] part makes a special token.
///
/// @param parts in reading order
public record Prompt(List<Part> parts) {

  /// Copies the list.
  public Prompt {
    parts = List.copyOf(parts);
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
