package dev.gloss.prompts.fim;

/// The three tokens that mark a fill-in-the-middle prompt, by their text.
///
/// @param begin stands before the prefix
/// @param hole stands between prefix and suffix, where the middle is missing
/// @param end stands after the suffix; the model writes the middle after it
public record FimTokens(String begin, String hole, String end) {

  /// As DeepSeek spells them (the bars are U+FF5C, the blocks U+2581).
  public static final FimTokens DEEPSEEK =
      new FimTokens("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>");
}
