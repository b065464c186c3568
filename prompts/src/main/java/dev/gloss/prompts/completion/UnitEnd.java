package dev.gloss.prompts.completion;

import org.jspecify.annotations.Nullable;

/// Finds where what is written at the cursor stops being one unit: one line, or the lines of one
/// block. Immutable; safe for use by several threads.
///
/// One line ends at its line feed, or before a closing bracket that the document has already; but a
/// line that leads with such a brace and opens another (`} else {`) is whole. A block ends
/// - before a closing bracket that the document has already, or after the brace that it lacks;
/// - before a blank line, or a line with less indentation than the first one, outside of brackets;
/// - before a line that is the document's next line after the cursor: the text has joined it;
/// - after one of three equal lines in a row, and after `maxLines` lines.
final class UnitEnd {
  /// Where the text is to be cut.
  ///
  /// @param end offset in the text
  /// @param isFinal more text cannot change it
  record Cut(int end, boolean isFinal) {}

  private static final int MAX_EQUAL_LINES = 3;

  private final CompletionMode mode;
  private final Surroundings surroundings;
  private final int maxLines;
  private final String nextLine;
  private final boolean startsOnBlankLine;

  UnitEnd(CompletionSite site, BracketScan before, CompletionMode mode, int maxLines) {
    this.mode = mode;
    this.surroundings = new Surroundings(site, before);
    this.maxLines = maxLines;
    this.startsOnBlankLine = site.linePrefix().isBlank();
    String next = site.nextLine();
    this.nextLine = Repetition.isSignificant(next) ? next : "";
  }

  /// The scan's state at the cursor, for others that read the text.
  BracketScan scan() {
    return surroundings.scan();
  }

  /// Where to cut `text`.
  ///
  /// @param finished nothing will follow
  Cut cut(String text, boolean finished) {
    return new Walk(text).cut(finished);
  }

  /// One walk over the text.
  private final class Walk {
    private final String text;
    private final BracketScan scan = surroundings.scan();
    private int outerClosed;
    private boolean endsWithLine = mode == CompletionMode.LINE;
    private int lineStart;
    private boolean lineStartsInside;
    private int keptEnd;
    private int baseIndent = -1;
    private int lines;
    private int equalLines;
    private int equalLinesStart;
    private String lastLine = "";

    /// Start of a leading brace that the document has already; -1 where there is none.
    private int doubtfulBrace = -1;

    Walk(String text) {
      this.text = text;
    }

    Cut cut(boolean finished) {
      for (int at = 0; at < text.length(); ) {
        char c = text.charAt(at);
        boolean firstOfLine = scan.inCode() && isFirstOfLine(at, c);
        int next = scan.step(text, at);
        Cut cut = c == '\n' ? lineEnd(at) : inLine(at, c, firstOfLine);
        if (cut != null) {
          return cut;
        }
        at = next;
      }
      Cut last = finished && text.length() > lineStart ? lineEnd(text.length()) : null;
      return last != null ? last : new Cut(text.length(), finished);
    }

    private boolean isFirstOfLine(int at, char c) {
      return !Character.isWhitespace(c) && text.substring(lineStart, at).isBlank();
    }

    private @Nullable Cut inLine(int at, char c, boolean firstOfLine) {
      if (scan.isUnmatched()) {
        if (!surroundings.lacks(outerClosed, scan.bracket())) {
          boolean mayOpenAnother =
              c == '}' && firstOfLine && startsOnBlankLine && mode == CompletionMode.LINE;
          if (!mayOpenAnother) {
            return new Cut(doubtfulBrace >= 0 ? doubtfulBrace : at, true);
          }
          doubtfulBrace = at;
        }
        outerClosed++;
        endsWithLine |= c == '}';
      } else if (firstOfLine
          && mode == CompletionMode.BLOCK
          && !lineStartsInside
          && !endsWithLine) {
        return dedent();
      }
      return null;
    }

    /// Called at the first character of a line that starts outside of brackets.
    private @Nullable Cut dedent() {
      if (lineStart == 0 && !startsOnBlankLine) {
        return null;
      }
      if (baseIndent < 0) {
        baseIndent = scan.indent();
      }
      return scan.indent() < baseIndent ? new Cut(keptEnd, true) : null;
    }

    private @Nullable Cut lineEnd(int at) {
      String line = text.substring(lineStart, at).strip();
      boolean wholeLine = !lineStartsInside && (lineStart > 0 || startsOnBlankLine);
      boolean joins = wholeLine && !line.isEmpty() && line.equals(nextLine);
      if (joins) {
        return new Cut(keptEnd, true);
      }
      if (endsWithLine) {
        boolean doubled = doubtfulBrace >= 0 && !line.endsWith("{");
        return new Cut(doubled ? doubtfulBrace : at, true);
      }
      if (line.isEmpty()) {
        boolean ends = lines > 0 && !lineStartsInside;
        nextLineFrom(at);
        return ends ? new Cut(keptEnd, true) : null;
      }
      lines++;
      equalLines = line.equals(lastLine) ? equalLines + 1 : 1;
      lastLine = line;
      if (equalLines == 1) {
        equalLinesStart = at;
      }
      if (equalLines == MAX_EQUAL_LINES) {
        return new Cut(equalLinesStart, true);
      }
      keptEnd = at;
      nextLineFrom(at);
      return lines >= maxLines ? new Cut(at, true) : null;
    }

    private void nextLineFrom(int feed) {
      lineStart = feed + 1;
      lineStartsInside = scan.innermost() != null || !scan.inCode();
    }
  }
}
