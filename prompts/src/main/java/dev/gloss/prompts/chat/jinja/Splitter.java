package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;

/// Python's ways to split a string.
final class Splitter {
  private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

  private Splitter() {}

  static List<Object> split(MarkedText text, Arguments arguments, Budget budget) {
    int max = arguments.integer(1, "maxsplit", -1);
    List<Object> parts = new ArrayList<>();
    if (!arguments.has(0, "sep")) {
      words(text, max, parts);
    } else {
      String separator = separator(arguments);
      String s = text.text();
      int at = 0;
      for (int found = s.indexOf(separator); found >= 0 && parts.size() != max; ) {
        parts.add(text.slice(at, found));
        at = found + separator.length();
        found = s.indexOf(separator, at);
      }
      parts.add(text.slice(at));
    }
    budget.list(parts.size());
    return parts;
  }

  static List<Object> rsplit(MarkedText text, Arguments arguments, Budget budget) {
    int max = arguments.integer(1, "maxsplit", -1);
    if (max < 0) {
      return split(text, arguments, budget);
    }
    if (!arguments.has(0, "sep")) {
      throw new TemplateException(0, "rsplit needs a separator");
    }
    String separator = separator(arguments);
    List<Object> parts = new ArrayList<>();
    int end = text.units();
    int found = text.text().lastIndexOf(separator);
    while (found >= 0 && parts.size() < max) {
      parts.addFirst(text.slice(found + separator.length(), end));
      end = found;
      found = text.text().lastIndexOf(separator, end - separator.length());
    }
    parts.addFirst(text.slice(0, end));
    budget.list(parts.size());
    return parts;
  }

  private static String separator(Arguments arguments) {
    String separator = arguments.text(0, "sep").text();
    if (separator.isEmpty()) {
      throw new TemplateException(0, "empty separator");
    }
    return separator;
  }

  private static void words(MarkedText text, int max, List<Object> parts) {
    String s = text.text();
    int at = skip(s, 0, true);
    while (at < s.length()) {
      if (parts.size() == max) {
        parts.add(text.slice(at));
        return;
      }
      int end = skip(s, at, false);
      parts.add(text.slice(at, end));
      at = skip(s, end, true);
    }
  }

  private static int skip(String s, int from, boolean space) {
    int at = from;
    while (at < s.length() && Whitespace.is(s.charAt(at)) == space) {
      at++;
    }
    return at;
  }

  static List<Object> lines(MarkedText text, boolean keepEnds, Budget budget) {
    List<Object> lines = new ArrayList<>();
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
    budget.list(lines.size());
    return lines;
  }

  static Tuple partition(MarkedText text, MarkedText separator, boolean last) {
    if (separator.units() == 0) {
      throw new TemplateException(0, "empty separator");
    }
    String s = text.text();
    int found = last ? s.lastIndexOf(separator.text()) : s.indexOf(separator.text());
    if (found < 0) {
      return last
          ? new Tuple(List.of(MarkedText.EMPTY, MarkedText.EMPTY, text))
          : new Tuple(List.of(text, MarkedText.EMPTY, MarkedText.EMPTY));
    }
    int end = found + separator.units();
    return new Tuple(List.of(text.slice(0, found), text.slice(found, end), text.slice(end)));
  }
}
