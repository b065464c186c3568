package dev.gloss.prompts.reasoning;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Splits a stream of pieces into text and tags, whatever the pieces' borders. Text that may still
/// become a tag is held back.
final class TagScanner {
  /// Longest beginning of a tag that an ending output may leave behind as text: a lone `<`.
  private static final int HARMLESS_REST = 1;

  private final List<String> tags;
  private final Consumer<String> onText;
  private final Consumer<String> onTag;
  private final StringBuilder held = new StringBuilder();

  TagScanner(List<String> tags, Consumer<String> onText, Consumer<String> onTag) {
    this.tags = tags;
    this.onText = onText;
    this.onTag = onTag;
  }

  void push(String piece) {
    held.append(piece);
    for (String tag = release(); tag != null; tag = release()) {
      onTag.accept(tag);
    }
  }

  /// Whether nothing is held back.
  boolean isEmpty() {
    return held.isEmpty();
  }

  /// Passes on what is held, except the beginning of a tag that was cut off with the output.
  void finish() {
    if (held.length() <= HARMLESS_REST) {
      passText(held.length());
    }
    held.setLength(0);
  }

  /// Passes on the text up to the next tag and returns that tag, or null when more must come first.
  private @Nullable String release() {
    int first = held.length();
    @Nullable String found = null;
    for (String tag : tags) {
      int at = held.indexOf(tag);
      if (at >= 0 && at < first) {
        first = at;
        found = tag;
      }
    }
    if (found == null) {
      passText(held.length() - openTagLength());
      return null;
    }
    passText(first);
    held.delete(0, found.length());
    return found;
  }

  /// Length of the longest end of the held text with which a tag begins.
  private int openTagLength() {
    int longest = 0;
    for (String tag : tags) {
      for (int n = Math.min(tag.length() - 1, held.length()); n > longest; n--) {
        if (tag.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }

  private void passText(int length) {
    if (length > 0) {
      String text = held.substring(0, length);
      held.delete(0, length);
      onText.accept(text);
    }
  }
}
