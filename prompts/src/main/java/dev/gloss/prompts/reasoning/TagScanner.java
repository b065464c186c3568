package dev.gloss.prompts.reasoning;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Splits a stream of pieces into text and tags, whatever the pieces' borders. Text that may still
/// become a tag is held back, and a tag until it is told whether it is meant.
final class TagScanner {
  /// Longest beginning of a tag that an ending output may leave behind as text: a lone `<`.
  private static final int HARMLESS_REST = 1;

  private final List<String> tags;
  private final Predicate<String> expected;
  private final Consumer<String> onText;
  private final Consumer<String> onTag;
  private final StringBuilder held = new StringBuilder();
  private final TagPlace place = new TagPlace();

  /// @param expected whether a tag is due now
  TagScanner(
      List<String> tags,
      Predicate<String> expected,
      Consumer<String> onText,
      Consumer<String> onTag) {
    this.tags = tags;
    this.expected = expected;
    this.onText = onText;
    this.onTag = onTag;
  }

  void push(String piece) {
    held.append(piece);
    release(false);
  }

  /// Passes on what is held, except the beginning of a tag that was cut off with the output.
  ///
  /// @return whether nothing was cut off
  boolean finish() {
    release(true);
    boolean whole = held.length() <= HARMLESS_REST;
    if (whole) {
      passText(held.length());
    }
    held.setLength(0);
    return whole;
  }

  private void release(boolean over) {
    for (String tag = nextTag(); tag != null; tag = nextTag()) {
      switch (place.judge(held.substring(tag.length()), over, expected.test(tag))) {
        case OPEN -> {
          return;
        }
        case NAMED -> passText(tag.length());
        case MEANT -> {
          held.delete(0, tag.length());
          place.begin();
          onTag.accept(tag);
        }
      }
    }
  }

  /// Passes on the text up to the next tag and returns that tag, which is held; null when more must
  /// come first.
  private @Nullable String nextTag() {
    int first = held.length();
    @Nullable String found = null;
    for (String tag : tags) {
      int at = held.indexOf(tag);
      if (at >= 0 && at < first) {
        first = at;
        found = tag;
      }
    }
    passText(found == null ? held.length() - openTagLength() : first);
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
      place.follow(text);
      onText.accept(text);
    }
  }
}
