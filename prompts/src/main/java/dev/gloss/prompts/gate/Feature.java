package dev.gloss.prompts.gate;

import java.util.Locale;

/// What is seen of a text before it is shown, as a number. Logarithms are natural ones.
public enum Feature {
  /// Log-probability of its first token.
  FIRST,
  /// That of its least probable token.
  LEAST,
  /// The mean over its tokens.
  MEAN,
  /// The sum over its tokens.
  JOINT,
  /// The probability of all its tokens together.
  CHANCE,
  /// Log-probability of the token that ended it.
  END,
  /// Logarithm of one more than its characters.
  LENGTH,
  /// Logarithm of one more than its words that stand nowhere near the place.
  NEW_WORDS,
  /// Logarithm of one more than the characters before the cursor that stand elsewhere as well,
  /// where most do.
  MATCH,
  /// Share of its first line that plain copying from there writes, too.
  COPIED,
  /// The product of the two.
  COPIED_MATCH,
  /// Logarithm of one more than the characters of the line before the cursor.
  TYPED,
  /// Whether the line is blank before the cursor.
  LINE_START,
  /// Whether a dot stands before the cursor.
  AFTER_DOT,
  /// Whether a word that is begun goes on.
  IN_WORD,
  /// Whether an opening bracket or a comma stands before the cursor.
  ARGUMENT,
  /// Whether the value of an assignment begins, or of `return`.
  RIGHT_SIDE,
  /// Whether it is the block that was just opened.
  BLOCK,
  /// Logarithm of its lines.
  LINES,
  /// Whether its last line ends a statement, or opens a block.
  COMPLETE,
  /// Whether it has a string or a character in quotes.
  QUOTES,
  /// Whether its last line leaves brackets open.
  OPEN;

  /// The name in files of weights.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
