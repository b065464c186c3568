package dev.gloss.server.work;

/// Ends a piece of work early, at one of its calls of [Workers#poll()] or before it began.
public final class TakenBack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean overBudget;

  TakenBack(String message, boolean overBudget) {
    super(message, null, false, false);
    this.overBudget = overBudget;
  }

  /// Whether it took too long; else somebody took it back.
  public boolean isOverBudget() {
    return overBudget;
  }
}
