package dev.gloss.prompts.completion;

/// Why a text that a model wrote is not worth showing, whatever the model believes.
public enum Flaw {
  /// Nothing of it fits.
  EMPTY,
  /// It only closes what is open, or is blank.
  ONLY_CLOSERS,
  /// It ended for want of tokens within a line.
  UNFINISHED,
  /// It repeats itself, the line it stands on, or a line next to it.
  REPEATS,
  /// What follows on the line neither ends it nor is gone on with.
  DOES_NOT_JOIN,
  /// The place does not parse with it.
  DOES_NOT_PARSE,
  /// The class has that member already.
  MEMBER_EXISTS
}
