package dev.gloss.prompts.chat.jinja;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    int span = spanFrom(from);
    return span < spans.length ? Math.max(from, spans[span]) : text.length();
  }

  /// Offset of the first character at or after `from` that the template made.
  public int dataEnd(int from) {
    int span = spanFrom(from);
    boolean inside = span < spans.length && spans[span] <= from;
    return inside ? spans[span + 1] : Math.min(from, text.length());
  }

  /// Whether any of it is data.
  boolean hasData() {
    return spans.length > 0;
  }

  /// The same characters, all of them data.
  MarkedText asData() {
    return data(text);
  }

  /// Where in `spans` the first one begins that ends after an offset.
  private int spanFrom(int offset) {
    int low = 0;
    int high = spans.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans[2 * middle + 1] <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
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
    if (spans.length == 0 && other.spans.length == 0) {
      return template(text + other.text);
    }
    Builder both = new Builder();
    both.append(this);
    both.append(other);
    return both.build();
  }

  /// The text so many times.
  MarkedText times(int times, Budget budget) {
    budget.string(times == 0 ? 0 : Math.multiplyFull(text.length(), times));
    if (spans.length == 0) {
      return template(text.repeat(times));
    }
    if (spans.length == 2 && spans[0] == 0 && spans[1] == text.length()) {
      return data(text.repeat(times));
    }
    Builder out = new Builder(budget);
    for (int i = 0; i < times; i++) {
      out.append(this);
    }
    return out.build();
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
    private final @Nullable Budget budget;
    private int[] spans = NOTHING;
    private int used;

    /// Whatever is appended has been counted before.
    Builder() {
      this.budget = null;
    }

    /// Whatever is appended is counted before.
    Builder(Budget budget) {
      this.budget = budget;
    }

    int units() {
      return text.length();
    }

    void append(String templateText) {
      count(templateText.length());
      text.append(templateText);
    }

    void append(MarkedText part) {
      append(part, 0, part.text.length());
    }

    /// Appends a replacement for a part of `source`, which is data where that part has any.
    void appendInstead(String replacement, MarkedText source, int from, int to) {
      int start = text.length();
      append(replacement);
      if (source.dataStart(from) < to) {
        mark(start, text.length());
      }
    }

    void append(MarkedText part, int from, int to) {
      count(to - from);
      int shift = text.length() - from;
      text.append(part.text, from, to);
      int[] others = part.spans;
      for (int i = part.spanFrom(from); i < others.length && others[i] < to; i += 2) {
        mark(Math.max(from, others[i]) + shift, Math.min(to, others[i + 1]) + shift);
      }
    }

    private void count(int more) {
      if (budget != null) {
        budget.append(text.length(), more);
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
