package dev.gloss.inference.tokenizer;

/// One step of a pre-tokenizer: cuts a piece of text into smaller ones that tile it. Immutable.
///
/// What a step matches becomes a piece of its own, and so does what lies between two matches
/// (Hugging Face's behaviour `Isolated`). A step sees the piece alone, nothing before or after it.
interface SplitStep {

  /// Appends the ends of the pieces of `text[from, to)` to `ends`, in ascending order, the last one
  /// being `to`.
  ///
  /// @param text without lone surrogates
  /// @param to greater than `from`
  void split(char[] text, int from, int to, IntList ends);
}
