package dev.gloss.prompts.fim;

import java.util.List;

/// How what stands around a hole is laid out, as a row of pieces.
///
/// Which form a model answers best is a property of its training, and differs from file to file: it
/// is measured, not derived.
public enum FimForm {
  /// Prefix, suffix, middle, each announced by its token: what most families publish (Bavarian et
  /// al., 2022, "Efficient Training of Language Models to Fill in the Middle", section 3).
  PSM(
      "prefix before suffix",
      Piece.PREFIX_TOKEN,
      Piece.PREFIX,
      Piece.SUFFIX_TOKEN,
      Piece.SUFFIX,
      Piece.MIDDLE_TOKEN),
  /// The suffix first, then the prefix behind the middle token, so that what is written goes on
  /// from it, and a keystroke costs only its own tokens (the same paper's second form of SPM).
  SPM(
      "suffix first, the prefix behind the middle token",
      Piece.PREFIX_TOKEN,
      Piece.SUFFIX_TOKEN,
      Piece.SUFFIX,
      Piece.MIDDLE_TOKEN,
      Piece.PREFIX),
  /// Suffix and prefix swapped, each with its own token before it (the same paper's first form of
  /// SPM).
  SWAPPED(
      "suffix before prefix",
      Piece.SUFFIX_TOKEN,
      Piece.SUFFIX,
      Piece.PREFIX_TOKEN,
      Piece.PREFIX,
      Piece.MIDDLE_TOKEN),
  /// The prefix alone, without any token: every model can go on with a text.
  PREFIX("the prefix alone", Piece.PREFIX);

  /// What a prompt is made of.
  enum Piece {
    PREFIX_TOKEN,
    SUFFIX_TOKEN,
    MIDDLE_TOKEN,
    PREFIX,
    SUFFIX
  }

  private final String description;
  private final List<Piece> pieces;

  FimForm(String description, Piece... pieces) {
    this.description = description;
    this.pieces = List.of(pieces);
  }

  /// For a person.
  public String description() {
    return description;
  }

  /// In reading order.
  List<Piece> pieces() {
    return pieces;
  }

  /// Whether the suffix is read behind the prefix, so that all of it is new with each keystroke.
  public boolean readsSuffixLast() {
    return pieces.indexOf(Piece.SUFFIX) > pieces.indexOf(Piece.PREFIX);
  }

  /// Whether what the model writes stands right behind the prefix, as one text.
  ///
  /// @param hasMiddle whether the model has a token for the middle
  boolean goesOnFromPrefix(boolean hasMiddle) {
    return pieces.stream()
            .filter(piece -> hasMiddle || piece != Piece.MIDDLE_TOKEN)
            .toList()
            .getLast()
        == Piece.PREFIX;
  }

  /// Whether the model gets to see what stands behind the hole.
  public boolean readsSuffix() {
    return pieces.contains(Piece.SUFFIX);
  }
}
