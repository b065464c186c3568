package dev.gloss.server.typing;

import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/// The document and the cursor as an editor has them, and the grey text behind the cursor.
///
/// While the next answer is awaited, an editor keeps what it shows as long as one types along it.
/// Mutable; one thread at a time.
final class Screen {
  private final String before;
  private final String after;
  private final StringBuilder typed = new StringBuilder();
  private int line;
  private int character;
  private String shown = "";

  /// @param before what stands before the cursor
  /// @param after what stands behind it
  Screen(String before, String after) {
    this.before = before;
    this.after = after;
    advance(before);
  }

  /// The whole document.
  String text() {
    return before + typed + after;
  }

  /// Where the cursor is, in UTF-16 units.
  Position cursor() {
    return new Position(line, character);
  }

  /// What is shown behind the cursor; empty for nothing.
  String shown() {
    return shown;
  }

  /// A key is pressed.
  void type(String key) {
    typed.append(key);
    advance(key);
    shown = shown.startsWith(key) ? shown.substring(key.length()) : "";
  }

  /// An answer for the place where the cursor is.
  void show(InlineCompletionItem item) {
    shown = visible(item);
  }

  /// An answer without a text.
  void clear() {
    shown = "";
  }

  /// An item that does not begin with what stands between the start of its range and the cursor
  /// cannot be shown behind the cursor; what it repeats of the replaced text behind it is there
  /// already.
  private String visible(InlineCompletionItem item) {
    String text = item.getInsertText().isLeft() ? item.getInsertText().getLeft() : "";
    Range range = item.getRange();
    if (range == null) {
      return text;
    }
    int head =
        range.getStart().getLine() == line ? character - range.getStart().getCharacter() : -1;
    String written = before + typed;
    if (head < 0 || head > written.length()) {
      return "";
    }
    String replaced = written.substring(written.length() - head);
    if (!text.startsWith(replaced)) {
      return "";
    }
    String rest = text.substring(head);
    int tail = range.getEnd().getLine() == line ? range.getEnd().getCharacter() - character : 0;
    String behind = after.substring(0, Math.clamp(tail, 0, after.length()));
    return rest.endsWith(behind) ? rest.substring(0, rest.length() - behind.length()) : rest;
  }

  private void advance(String text) {
    int feed = text.lastIndexOf('\n');
    if (feed < 0) {
      character += text.length();
    } else {
      line += (int) text.chars().filter(c -> c == '\n').count();
      character = text.length() - feed - 1;
    }
  }
}
