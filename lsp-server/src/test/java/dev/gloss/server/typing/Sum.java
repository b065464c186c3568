package dev.gloss.server.typing;

import dev.gloss.server.eval.Interval;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file in which a line is typed again.
final class Sum {
  static final String LINE = "return a + b;";
  static final String TEXT =
      "class Sum {\n  int sum(int a, int b) {\n    return a + b;\n  }\n\n  int one;\n}\n";

  private Sum() {}

  /// The start of the line that returns the sum.
  static TypingPlace lineStart() {
    return at(PlaceKind.LINE_START, TEXT.indexOf(LINE), TEXT.indexOf(LINE) + LINE.length());
  }

  /// A place in the file.
  static TypingPlace at(PlaceKind kind, int start, int end) {
    return new TypingPlace(
        "Sum.java:" + start + " " + kind.label(),
        kind,
        "test",
        "file:///typing/Sum.java",
        "java",
        TEXT.substring(0, start),
        TEXT.substring(start, end),
        TEXT.substring(end));
  }

  /// The moment at which a text is shown at the start of the line.
  static Moment showing(String shown) {
    TypingPlace place = lineStart();
    return new Moment(place.before(), shown, place.middle(), place.after());
  }

  /// The mean of a figure that is there.
  static double mean(@Nullable Interval interval) {
    return Objects.requireNonNull(interval).mean();
  }
}
