package dev.gloss.server.eval;

import org.jspecify.annotations.Nullable;

/// A hole in a file of code.
///
/// @param id names the case in files of predictions
/// @param kind `line`, `midline` or `block`
/// @param prefix text before the hole
/// @param suffix text after it
/// @param middle what stood in the hole
/// @param library whose file it is, `group:artifact:version`; null where nobody says
/// @param path of the file in its project; null where nobody says
public record FimCase(
    String id,
    String kind,
    String prefix,
    String suffix,
    String middle,
    @Nullable String library,
    @Nullable String path) {

  /// A hole in a file of no project.
  public FimCase(String id, String kind, String prefix, String suffix, String middle) {
    this(id, kind, prefix, suffix, middle, null, null);
  }

  /// Whether the hole lies within one line, so that only a prediction's first line counts.
  public boolean isSingleLine() {
    return !kind.equals("block");
  }
}
