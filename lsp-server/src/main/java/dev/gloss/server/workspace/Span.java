package dev.gloss.server.workspace;

/// A stretch of a text.
///
/// @param start where it begins, in chars
/// @param end after its end
public record Span(int start, int end) {
  /// Nowhere.
  public static final Span NONE = new Span(-1, -1);

  /// Whether it is nowhere.
  public boolean isNone() {
    return start < 0;
  }

  /// Whether a place lies in it or at its end, as a cursor behind a name does.
  public boolean touches(int offset) {
    return start <= offset && offset <= end;
  }

  /// Whether another lies in it.
  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }

  /// What stands there.
  public String of(String text) {
    return text.substring(start, end);
  }
}
