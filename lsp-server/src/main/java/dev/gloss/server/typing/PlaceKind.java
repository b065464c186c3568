package dev.gloss.server.typing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What kind of place somebody types at.
public enum PlaceKind {
  /// Start of a line of code, behind its indentation.
  LINE_START,
  /// Behind the dot of a member.
  AFTER_DOT,
  /// Inside of a word that is begun.
  IN_WORD,
  /// Behind the bracket of a call or a header, or behind a comma in it.
  ARGUMENTS,
  /// Right side of an assignment, or behind `return`.
  RIGHT_SIDE,
  /// A block of 2 to 12 lines that was just opened.
  BLOCK,
  /// Another border between words of a line.
  OTHER,
  /// Quiet: in a comment, the rest of its line not written yet.
  IN_COMMENT,
  /// Quiet: in a string, the rest of it not written yet.
  IN_STRING,
  /// Quiet: behind the `;` or `}` that ends a line.
  AFTER_STATEMENT,
  /// Quiet: before other text on the line, with nothing missing.
  BEFORE_TEXT,
  /// Quiet: in a file of another language than Java.
  OTHER_LANGUAGE;

  /// Where a text is wanted.
  public static final List<PlaceKind> WANTED =
      Arrays.stream(values()).filter(kind -> !kind.isQuiet()).toList();

  /// Where silence is right.
  public static final List<PlaceKind> QUIET =
      Arrays.stream(values()).filter(PlaceKind::isQuiet).toList();

  /// Whether silence is right there.
  public boolean isQuiet() {
    return ordinal() >= IN_COMMENT.ordinal();
  }

  /// The name in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
