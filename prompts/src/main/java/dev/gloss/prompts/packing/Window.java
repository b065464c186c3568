package dev.gloss.prompts.packing;

/// The part of a document around the cursor that goes into a prompt.
///
/// @param start offset in the document where the prefix starts, UTF-16 units
/// @param cursor offset between prefix and suffix
/// @param end offset where the suffix ends
/// @param prefix document text from `start` to `cursor`
/// @param suffix document text from `cursor` to `end`
/// @param prefixTokens tokens of the prefix, encoded on its own
/// @param suffixTokens tokens of the suffix, encoded on its own
public record Window(
    int start,
    int cursor,
    int end,
    String prefix,
    String suffix,
    int prefixTokens,
    int suffixTokens) {

  /// Tokens of both.
  public int tokens() {
    return prefixTokens + suffixTokens;
  }
}
