package dev.gloss.inference.cache;

/// What a sequence's pages hold, and so which tokens an entry depends on.
///
/// Sequences share pages only with sequences of the same contents.
public enum Contents {
  /// The main model's layers: the entry of position `i` depends on the tokens `0..i`.
  MAIN(0),

  /// The Multi-Token Prediction module's as well: its entry at position `i` was made from the token
  /// at `i + 1` too, so that the entry of position `i` depends on the tokens `0..i + 1`. A position
  /// counts as filled once both are written.
  MAIN_AND_MTP(1);

  private final int lookahead;

  Contents(int lookahead) {
    this.lookahead = lookahead;
  }

  /// How many tokens after its own an entry depends on.
  public int lookahead() {
    return lookahead;
  }
}
