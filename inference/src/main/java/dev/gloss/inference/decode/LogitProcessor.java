package dev.gloss.inference.decode;

/// Changes the logits of one position before a token is drawn.
///
/// What it does depends on the tokens so far and on nothing else, so that a drafted token is
/// verified against the same distribution that plain decoding would have drawn from. An instance
/// serves one sequence, whose tokens only ever grow, and may keep what it learned of them.
public interface LogitProcessor {

  /// Changes the logits of the position after the given tokens.
  ///
  /// @param tokens the sequence's tokens, prompt first; not to be changed or kept
  /// @param length how many there are
  /// @param logits `[vocab_size]`, changed in place; `-Infinity` rules a token out
  void process(int[] tokens, int length, float[] logits);
}
