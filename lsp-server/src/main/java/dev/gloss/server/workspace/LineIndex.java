package dev.gloss.server.workspace;

import java.util.Arrays;

/// Where the lines of a text begin, and the way between offsets and positions.
///
/// Lines end with LF, CR LF or CR, as LSP has it. Offsets are in chars. Immutable.
public final class LineIndex {
  private final CharSequence text;
  private final int[] starts;

  /// The lines of this text.
  public LineIndex(String text) {
    this(text, concat(new int[] {0}, startsIn(text, 0, text.length()), new int[0]));
  }

  private LineIndex(CharSequence text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /// The lines after an edit, of which only those around it are looked at.
  ///
  /// @param edited the text after it
  /// @param from where the edit began
  /// @param to where the replaced part ended in this text
  /// @param length of what stands there now
  LineIndex edited(CharSequence edited, int from, int to, int length) {
    // A CR before the edit may have become a line's end by it, or ceased to be one.
    int first = lineAt(Math.max(0, from - 1));
    int afterLast = lineAt(to) + 1;
    int shift = length - (to - from);
    boolean isLast = afterLast == starts.length;
    int end = isLast ? edited.length() : starts[afterLast] + shift - 1;
    int[] rest = Arrays.copyOfRange(starts, afterLast, starts.length);
    for (int i = 0; i < rest.length; i++) {
      rest[i] += shift;
    }
    int[] around = startsIn(edited, starts[first], end);
    return new LineIndex(edited, concat(Arrays.copyOf(starts, first + 1), around, rest));
  }

  /// The same lines of an equal text.
  LineIndex of(String equal) {
    return new LineIndex(equal, starts);
  }

  /// Where lines begin because the line before ends in a part of a text.
  private static int[] startsIn(CharSequence text, int from, int to) {
    int[] found = new int[16];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (endsLine(text, i)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static int[] concat(int[] first, int[] second, int[] third) {
    int[] all = Arrays.copyOf(first, first.length + second.length + third.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    System.arraycopy(third, 0, all, first.length + second.length, third.length);
    return all;
  }

  private static boolean endsLine(CharSequence text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }

  /// How many lines there are; an empty text has one.
  public int count() {
    return starts.length;
  }

  /// Offset at which a line begins.
  public int start(int line) {
    return starts[line];
  }

  /// Offset of a line's end, before its line feed.
  public int end(int line) {
    int end = line + 1 < starts.length ? starts[line + 1] : text.length();
    if (line + 1 < starts.length) {
      boolean isCrLf = end >= 2 && text.charAt(end - 1) == '\n' && text.charAt(end - 2) == '\r';
      end -= isCrLf ? 2 : 1;
    }
    return end;
  }

  /// The line that holds an offset.
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /// The offset of a position. A character beyond the line's end is its end, as LSP asks; a place
  /// before or after the document is its start or end, since clients name the line after the last
  /// one, and places of a version that is gone.
  public int offset(TextPosition position, PositionEncoding encoding) {
    if (position.line() < 0) {
      return 0;
    }
    if (position.line() >= count()) {
      return text.length();
    }
    int line = position.line();
    return encoding.advance(text, start(line), end(line), Math.max(0, position.character()));
  }

  /// The position of an offset.
  public TextPosition position(int offset, PositionEncoding encoding) {
    int line = lineAt(offset);
    return new TextPosition(line, encoding.units(text, start(line), offset));
  }
}
