package dev.gloss.server.eval;

/// A hole in a file of code.
///
/// @param id names the case in files of predictions
/// @param kind `line`, `midline` or `block`
/// @param prefix text before the hole
/// @param suffix text after it
/// @param middle what stood in the hole
public record FimCase(String id, String kind, String prefix, String suffix, String middle) {

  /// Whether the hole lies within one line, so that only a prediction's first line counts.
  public boolean isSingleLine() {
    return !kind.equals("block");
  }
}
