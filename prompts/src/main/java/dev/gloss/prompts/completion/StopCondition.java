package dev.gloss.prompts.completion;

/// Tells a generator when enough was written: it is fed the pieces of text as they come and says
/// when what follows cannot be part of the completion any more.
///
/// Mutable; one thread at a time.
public final class StopCondition {
  private final UnitEnd unitEnd;
  private final StringBuilder text = new StringBuilder();
  private UnitEnd.Cut cut = new UnitEnd.Cut(0, false);

  StopCondition(UnitEnd unitEnd) {
    this.unitEnd = unitEnd;
  }

  /// Takes in the next piece.
  ///
  /// @return whether generation may stop; once true it stays so
  public boolean push(String piece) {
    if (!cut.isFinal()) {
      text.append(piece);
      cut = unitEnd.cut(text.toString(), false);
    }
    return cut.isFinal();
  }

  /// What was written so far and belongs to the completion, not yet trimmed.
  public String text() {
    return text.substring(0, cut.end());
  }
}
