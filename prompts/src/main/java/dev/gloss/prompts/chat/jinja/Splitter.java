package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Python's ways to split a string.
final class Splitter {
  private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

  private Splitter() {}

  static List<Object> split(MarkedText text, Arguments arguments, Budget budget) {
    int max = arguments.integer(1, "maxsplit", -1);
    Parts parts = new Parts(budget);
    if (!arguments.has(0, "sep")) {
      words(text, max, parts);
      return parts.items;
    }
    MarkedText separator = separator(arguments);
    TextSearch search = new TextSearch(text, separator, budget);
    int at = 0;
    for (int found = search.next(0); found >= 0 && parts.items.size() != max; ) {
      parts.add(text.slice(at, found));
      at = found + separator.units();
      found = search.next(at);
    }
    parts.add(text.slice(at));
    return parts.items;
  }

  static List<Object> rsplit(MarkedText text, Arguments arguments, Budget budget) {
    int max = arguments.integer(1, "maxsplit", -1);
    Parts parts = new Parts(budget);
    if (!arguments.has(0, "sep")) {
      lastWords(text, max, parts);
    } else {
      MarkedText separator = separator(arguments);
      TextSearch search = new TextSearch(text, separator, budget);
      int end = text.units();
      for (int found = search.last(end); found >= 0 && parts.items.size() != max; ) {
        parts.add(text.slice(found + separator.units(), end));
        end = found;
        found = search.last(end);
      }
      parts.add(text.slice(0, end));
    }
    Collections.reverse(parts.items);
    return parts.items;
  }

  /// The parts so far, each of them counted.
  private static final class Parts {
    private final List<Object> items = new ArrayList<>();
    private final Budget budget;

    Parts(Budget budget) {
      this.budget = budget;
    }

    void add(MarkedText part) {
      budget.growList(items.size() + 1L);
      items.add(part);
    }
  }

  private static MarkedText separator(Arguments arguments) {
    MarkedText separator = arguments.text(0, "sep");
    if (separator.units() == 0) {
      throw new TemplateException(0, "empty separator");
    }
    return separator;
  }

  private static void words(MarkedText text, int max, Parts parts) {
    String s = text.text();
    int at = skip(s, 0, true);
    while (at < s.length()) {
      if (parts.items.size() == max) {
        parts.add(text.slice(at));
        return;
      }
      int end = skip(s, at, false);
      parts.add(text.slice(at, end));
      at = skip(s, end, true);
    }
  }

  /// The same from the end, the last word first.
  private static void lastWords(MarkedText text, int max, Parts parts) {
    String s = text.text();
    int end = skipBack(s, s.length(), true);
    while (end > 0) {
      if (parts.items.size() == max) {
        parts.add(text.slice(0, end));
        return;
      }
      int start = skipBack(s, end, false);
      parts.add(text.slice(start, end));
      end = skipBack(s, start, true);
    }
  }

  private static int skip(String s, int from, boolean space) {
    int at = from;
    while (at < s.length() && Whitespace.is(s.charAt(at)) == space) {
      at++;
    }
    return at;
  }

  private static int skipBack(String s, int from, boolean space) {
    int at = from;
    while (at > 0 && Whitespace.is(s.charAt(at - 1)) == space) {
      at--;
    }
    return at;
  }

  static List<Object> lines(MarkedText text, boolean keepEnds, Budget budget) {
    budget.change(text.units());
    Parts lines = new Parts(budget);
    String s = text.text();
    int start = 0;
    for (int at = 0; at < s.length(); at++) {
      if (LINE_ENDS.indexOf(s.charAt(at)) >= 0) {
        int next = s.startsWith("\r\n", at) ? at + 2 : at + 1;
        lines.add(text.slice(start, keepEnds ? next : at));
        start = next;
        at = next - 1;
      }
    }
    if (start < s.length()) {
      lines.add(text.slice(start));
    }
    return lines.items;
  }

  static Tuple partition(MarkedText text, Arguments arguments, boolean last, Budget budget) {
    MarkedText separator = separator(arguments);
    TextSearch search = new TextSearch(text, separator, budget);
    int found = last ? search.last(text.units()) : search.next(0);
    if (found < 0) {
      return last
          ? new Tuple(List.of(MarkedText.EMPTY, MarkedText.EMPTY, text))
          : new Tuple(List.of(text, MarkedText.EMPTY, MarkedText.EMPTY));
    }
    int end = found + separator.units();
    return new Tuple(List.of(text.slice(0, found), text.slice(found, end), text.slice(end)));
  }
}
