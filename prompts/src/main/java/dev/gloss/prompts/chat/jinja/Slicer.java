package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Python's slices.
///
/// @param start null where it is left out
/// @param stop null where it is left out
/// @param step null where it is left out
record Slicer(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {

  List<Object> of(List<Object> items, Budget budget) {
    List<Object> out = new ArrayList<>();
    for (long i = begin(items.size()); isInside(i, items.size()); i += by()) {
      out.add(items.get((int) i));
      budget.growList(out.size());
    }
    return out;
  }

  MarkedText of(MarkedText text, Budget budget) {
    int size = text.length();
    budget.work(size);
    if (by() == 1) {
      int from = (int) begin(size);
      int to = (int) Math.max(from, end(size));
      return text.slice(text.unitOf(from), text.unitOf(to));
    }
    // Every character of the text is looked at, and at most as many are copied one by one.
    budget.change(2L * text.units());
    boolean plain = size == text.units();
    int[] units = plain ? new int[0] : starts(text.text(), size);
    MarkedText.Builder out = new MarkedText.Builder();
    for (long i = begin(size); isInside(i, size); i += by()) {
      int from = plain ? (int) i : units[(int) i];
      int to = plain ? from + 1 : text.text().offsetByCodePoints(from, 1);
      out.append(text, from, to);
    }
    return out.build();
  }

  private boolean isInside(long at, long size) {
    return by() > 0 ? at < end(size) : at > end(size);
  }

  /// Where each code point begins.
  private static int[] starts(String text, int size) {
    int[] starts = new int[size];
    int at = 0;
    for (int i = 0; i < size; i++) {
      starts[i] = at;
      at = text.offsetByCodePoints(at, 1);
    }
    return starts;
  }

  private long by() {
    long by = step == null ? 1 : step;
    if (by == 0) {
      throw new TemplateException(0, "slice step cannot be 0");
    }
    // A step beyond any length is as good as the length, and cannot overflow.
    return Math.clamp(by, -Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private long begin(long size) {
    boolean forward = by() > 0;
    if (start == null) {
      return forward ? 0 : size - 1;
    }
    return bounded(start, size, forward);
  }

  private long end(long size) {
    boolean forward = by() > 0;
    if (stop == null) {
      return forward ? size : -1;
    }
    return bounded(stop, size, forward);
  }

  private static long bounded(long given, long size, boolean forward) {
    long at = given < 0 ? given + size : given;
    return Math.clamp(at, forward ? 0 : -1, forward ? size : size - 1);
  }
}
