package dev.gloss.server.workspace;

import java.util.Arrays;

/// Where the lines of a text begin, and the way between offsets and positions.
///
/// Lines end with LF, CR LF or CR, as LSP has it. Offsets are in chars. Immutable.
public final class LineIndex {
  private final String text;
  private final int[] starts;

  /// The lines of this text.
  public LineIndex(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, count);
  }

  private static boolean endsLine(String text, int i) {
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
      end -= end >= 2 && text.startsWith("\r\n", end - 2) ? 2 : 1;
    }
    return end;
  }

  /// The line that holds an offset.
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /// The offset of a position. A character beyond the line's end is its end, as LSP asks.
  ///
  /// @throws PositionException if the line is not in the document or a number is negative
  public int offset(TextPosition position, PositionEncoding encoding) {
    if (position.line() < 0 || position.character() < 0 || position.line() >= count()) {
      throw new PositionException(position, count());
    }
    int line = position.line();
    return encoding.advance(text, start(line), end(line), position.character());
  }

  /// The same, but a place before or after the document becomes its start or end; for edits, where
  /// some clients name the line after the last one.
  public int nearestOffset(TextPosition position, PositionEncoding encoding) {
    if (position.line() < 0) {
      return 0;
    }
    if (position.line() >= count()) {
      return text.length();
    }
    int character = Math.max(0, position.character());
    return offset(new TextPosition(position.line(), character), encoding);
  }

  /// The position of an offset.
  public TextPosition position(int offset, PositionEncoding encoding) {
    int line = lineAt(offset);
    return new TextPosition(line, encoding.units(text, start(line), offset));
  }
}
