package dev.gloss.server.secrets;

/// The lines of a private key, in base64, with whatever stands around each of them: indentation,
/// comment signs, quotes, escaped line ends. Headers before them stay.
///
/// A long line is known by itself. A short one, as a key's last line is, belongs to the key where
/// it stands in the same surroundings as the line before.
final class KeyLines {
  /// A line of this length that is not made of words is a key's, whatever stands before it.
  private static final int LONG = 32;

  /// Lines between a key's first and last that are none of its own, before the rest is given up.
  private static final int STRANGERS = 8;

  /// The same between the first line and the key, where the last line is missing.
  private static final int STRANGERS_BEFORE = 2;

  private static final CharSet HEADER_NAME = CharSet.of("A-Za-z0-9-");

  private final String text;
  private final int limit;
  private final Cover cover;
  private int next;

  // The line at hand: the last run of base64 in it, and what stands before and after.
  private int lineStart;
  private int lineEnd;
  private int start;
  private int end;

  private int hidden;
  private String before = "";
  private String after = "";
  private int length;

  /// @param from where the first line may begin
  /// @param limit where the last one ends at the latest
  KeyLines(String text, int from, int limit, Cover cover) {
    this.text = text;
    this.next = from;
    this.limit = limit;
    this.cover = cover;
  }

  /// Hides the lines of a key.
  ///
  /// @param finished whether its last line was found, so that what stands before that is the key
  void hide(boolean finished) {
    int strangers = 0;
    boolean ended = false;
    boolean continued = false;
    while (advance()) {
      boolean header = continued || hidden == 0 && isHeader();
      continued = header && text.charAt(lineEnd - 1) == '\\' && isLineEnd(lineEnd);
      if (isBlank() || header) {
        continue;
      }
      boolean own = ended ? text.charAt(start) == '=' && isAlike() : isOwn(finished);
      if (own) {
        take();
        ended = !finished && end - start < LONG;
      } else if (++strangers > (finished ? STRANGERS : hidden == 0 ? STRANGERS_BEFORE : 0)) {
        return;
      }
    }
  }

  /// Hides at most so many lines, up to the first that is none of a key.
  void hide(int lines) {
    while (hidden < lines && advance()) {
      if (!isBlank()) {
        if (!isOwn(true)) {
          return;
        }
        take();
      }
    }
  }

  /// Where the next line would begin.
  int position() {
    return next;
  }

  private void take() {
    cover.hide(start, end);
    hidden++;
    before = shape(lineStart, start);
    after = shape(end, lineEnd);
    length = end - start;
  }

  private boolean isOwn(boolean finished) {
    int size = end - start;
    boolean alike = hidden > 0 && isAlike();
    boolean words = Randomness.wordness(text, start, end) >= 0.62;
    if (alike && (finished || size == length) || size >= LONG && !words) {
      return true;
    }
    if (!alike && (hidden > 0 || !isBare(lineStart, start))) {
      return false;
    }
    return text.startsWith("MI", start) || !words && (size >= LONG / 2 || isMixed());
  }

  /// Whether there is something that a word of a programming language has not.
  private boolean isMixed() {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean hump = i > start && c <= 'Z' && text.charAt(i - 1) >= 'a';
      if (!Randomness.isLetter(c) || hump) {
        return true;
      }
    }
    return false;
  }

  private boolean isAlike() {
    return before.equals(shape(lineStart, start))
        && (after.equals(shape(end, lineEnd)) || isBare(end, lineEnd));
  }

  /// What stands around a line; numbers of lines are all the same.
  private String shape(int from, int to) {
    StringBuilder shape = new StringBuilder();
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      shape.append(Randomness.isDigit(c) ? '0' : c);
    }
    return shape.toString().strip();
  }

  private boolean isBare(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c) || c == '(' || c == '.' || c == '{') {
        return false;
      }
    }
    return true;
  }

  private boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// A name and a colon, whatever stands before them.
  private boolean isHeader() {
    for (int i = lineStart + 1; i < lineEnd; i++) {
      if (text.charAt(i) == ':' && HEADER_NAME.has(text.charAt(i - 1))) {
        return i + 1 == lineEnd || text.charAt(i + 1) == ' ';
      }
    }
    return false;
  }

  private boolean advance() {
    if (next >= limit) {
      return false;
    }
    lineStart = next;
    int run = 0;
    int at = next;
    while (at < limit && !isLineEnd(at) && !(run >= LONG && text.charAt(at) == ' ')) {
      run = CharSet.BASE64.has(text.charAt(at)) ? run + 1 : 0;
      at++;
    }
    lineEnd = at;
    next = Math.min(limit, at + (at < limit && text.charAt(at) == '\\' ? 2 : 1));
    end = lineEnd;
    while (end > lineStart && (!CharSet.BASE64.has(text.charAt(end - 1)) || isSign(end - 1))) {
      end--;
    }
    start = CharSet.BASE64.start(text, end, lineStart);
    return true;
  }

  /// Whether a character of base64 is an operator or the end of a comment.
  private boolean isSign(int at) {
    char c = text.charAt(at);
    char previous = at > lineStart ? text.charAt(at - 1) : ' ';
    return c == '+' && (previous == ' ' || previous == '"' || previous == '\'')
        || c == '/' && previous == '*';
  }

  /// A line ends, or an escape in a string says so.
  private boolean isLineEnd(int at) {
    if (at >= limit) {
      return true;
    }
    char c = text.charAt(at);
    if (c == '\\' && at + 1 < limit) {
      char escaped = text.charAt(at + 1);
      return escaped == 'n' || escaped == 'r';
    }
    return c == '\n' || c == '\r';
  }
}
