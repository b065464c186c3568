package dev.gloss.prompts.chat.jinja;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// A string that remembers which of its characters are data (what a person or a document wrote) and
/// which were made by the template. The marks survive slicing, stripping, splitting, joining and
/// replacing. Equal are texts, whatever their marks. Immutable.
public final class MarkedText implements Comparable<MarkedText> {
  private static final int[] NOTHING = {};

  /// The empty text.
  public static final MarkedText EMPTY = new MarkedText("", NOTHING);

  private final String text;

  /// Offsets where data starts and ends, in turn, ascending; no span is empty.
  private final int[] spans;

  private MarkedText(String text, int[] spans) {
    this.text = text;
    this.spans = spans;
  }

  /// Text the template made, or that is trusted like it.
  public static MarkedText template(String text) {
    return new MarkedText(text, NOTHING);
  }

  /// Text that is data from its first to its last character.
  public static MarkedText data(String text) {
    return new MarkedText(text, text.isEmpty() ? NOTHING : new int[] {0, text.length()});
  }

  /// The characters alone.
  public String text() {
    return text;
  }

  /// Offset of the first data character at or after `from`; the text's length where there is none.
  public int dataStart(int from) {
    for (int i = 0; i < spans.length; i += 2) {
      if (from < spans[i + 1]) {
        return Math.max(from, spans[i]);
      }
    }
    return text.length();
  }

  /// Offset of the first character at or after `from` that the template made.
  public int dataEnd(int from) {
    for (int i = 0; i < spans.length; i += 2) {
      if (from < spans[i]) {
        return from;
      }
      if (from < spans[i + 1]) {
        return spans[i + 1];
      }
    }
    return Math.min(from, text.length());
  }

  /// Length in UTF-16 units.
  int units() {
    return text.length();
  }

  /// Length in code points, which is how Python counts.
  int length() {
    return text.codePointCount(0, text.length());
  }

  /// Offset in UTF-16 units of a code point, by its number.
  int unitOf(int codePoint) {
    return text.offsetByCodePoints(0, codePoint);
  }

  /// The part from one offset to another, in UTF-16 units.
  MarkedText slice(int from, int to) {
    if (from == 0 && to == text.length()) {
      return this;
    }
    if (spans.length == 0) {
      return template(text.substring(from, to));
    }
    Builder part = new Builder();
    part.append(this, from, to);
    return part.build();
  }

  MarkedText slice(int from) {
    return slice(from, text.length());
  }

  /// The text changed as a whole. Where its length changes marks cannot be kept apart, and all of
  /// it is data if any was.
  MarkedText map(UnaryOperator<String> change) {
    String changed = change.apply(text);
    if (spans.length == 0) {
      return template(changed);
    }
    return changed.length() == text.length() ? new MarkedText(changed, spans) : data(changed);
  }

  MarkedText plus(MarkedText other) {
    Builder both = new Builder();
    both.append(this);
    both.append(other);
    return both.build();
  }

  @Override
  public int compareTo(MarkedText other) {
    int units = Math.min(text.length(), other.text.length());
    for (int i = 0; i < units; i++) {
      char a = text.charAt(i);
      char b = other.text.charAt(i);
      if (a != b) {
        // By code points: surrogates lie above all other characters.
        boolean aSurrogate = Character.isSurrogate(a);
        return aSurrogate == Character.isSurrogate(b) ? a - b : aSurrogate ? 1 : -1;
      }
    }
    return text.length() - other.text.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MarkedText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /// Puts a text together.
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private int[] spans = NOTHING;
    private int used;

    int units() {
      return text.length();
    }

    void append(String templateText) {
      text.append(templateText);
    }

    void append(MarkedText part) {
      append(part, 0, part.text.length());
    }

    /// Appends a replacement for a part of `source`, which is data where that part has any.
    void appendInstead(String replacement, MarkedText source, int from, int to) {
      int start = text.length();
      text.append(replacement);
      if (source.dataStart(from) < to) {
        mark(start, text.length());
      }
    }

    void append(MarkedText part, int from, int to) {
      int shift = text.length() - from;
      text.append(part.text, from, to);
      for (int i = 0; i < part.spans.length; i += 2) {
        mark(Math.max(from, part.spans[i]) + shift, Math.min(to, part.spans[i + 1]) + shift);
      }
    }

    private void mark(int start, int end) {
      if (start >= end) {
        return;
      }
      if (used > 0 && spans[used - 1] == start) {
        spans[used - 1] = end;
        return;
      }
      if (used + 2 > spans.length) {
        spans = Arrays.copyOf(spans, Math.max(4, 2 * used));
      }
      spans[used++] = start;
      spans[used++] = end;
    }

    MarkedText build() {
      return new MarkedText(text.toString(), Arrays.copyOf(spans, used));
    }
  }
}
