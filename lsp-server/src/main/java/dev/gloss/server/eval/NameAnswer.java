package dev.gloss.server.eval;

import org.jspecify.annotations.Nullable;

/// A name in a file, and which declaration was found for it. Lines and characters are counted from
/// 0, characters in UTF-16 code units, as language servers do.
///
/// @param folder the workspace
/// @param file in which the name stands
/// @param line of its first character
/// @param character in that line
/// @param name what stands there
/// @param declaration what it means; null where that is not known for sure
public record NameAnswer(
    String folder,
    String file,
    int line,
    int character,
    String name,
    @Nullable Declaration declaration) {

  /// Where something is declared.
  ///
  /// @param file in which it is
  /// @param line of its own name
  /// @param character in that line
  /// @param kind what it is, in words
  public record Declaration(String file, int line, int character, String kind) {}
}
