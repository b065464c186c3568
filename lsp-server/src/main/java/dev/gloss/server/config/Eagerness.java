package dev.gloss.server.config;

/// From which chance on that a person would keep it a text is shown to somebody who only types.
public enum Eagerness {
  /// One that is kept more often than not.
  QUIET(0.5),
  /// The usual bar.
  BALANCED(0.3),
  /// One in seven is worth a look.
  EAGER(0.15);

  private final double leastChance;

  Eagerness(double leastChance) {
    this.leastChance = leastChance;
  }

  /// The bar, in `(0, 1)`.
  public double leastChance() {
    return leastChance;
  }
}
