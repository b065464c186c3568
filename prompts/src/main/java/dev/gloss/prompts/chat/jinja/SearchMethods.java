package dev.gloss.prompts.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The methods that look for one string in another, or in the part of it that two further arguments
/// bound, counted in code points as Python does.
final class SearchMethods {
  private SearchMethods() {}

  /// What is looked at.
  ///
  /// @param text the part
  /// @param before code points before it
  private record Part(MarkedText text, int before) {}

  /// Null where the part begins behind the end: not even nothing is found there.
  private static @Nullable Part part(MarkedText text, Arguments arguments, Budget budget) {
    if (!arguments.has(1, "start") && !arguments.has(2, "end")) {
      return new Part(text, 0);
    }
    budget.work(text.units());
    int length = text.length();
    long start = bound(arguments, 1, "start", 0, length);
    long end = Math.min(bound(arguments, 2, "end", length, length), length);
    if (start > end) {
      return null;
    }
    MarkedText slice = text.slice(text.unitOf((int) start), text.unitOf((int) end));
    return new Part(slice, (int) start);
  }

  private static long bound(Arguments arguments, int at, String name, int byDefault, int length) {
    long given = arguments.has(at, name) ? arguments.integer(at, name, 0) : byDefault;
    return given < 0 ? Math.max(0, given + length) : given;
  }

  static long find(MarkedText text, Arguments arguments, boolean last, Budget budget) {
    MarkedText sub = arguments.only("sub", "start", "end").text(0, "sub");
    Part part = part(text, arguments, budget);
    if (part == null) {
      return -1;
    }
    TextSearch search = new TextSearch(part.text(), sub, budget);
    int found = last ? search.last(part.text().units()) : search.next(0);
    return found < 0 ? -1 : part.before() + part.text().text().codePointCount(0, found);
  }

  static Object index(MarkedText text, Arguments arguments, boolean last, Budget budget) {
    long found = find(text, arguments, last, budget);
    if (found < 0) {
      throw new TemplateException(0, "substring not found");
    }
    return found;
  }

  static Object count(MarkedText text, Arguments arguments, Budget budget) {
    MarkedText sub = arguments.only("sub", "start", "end").text(0, "sub");
    Part part = part(text, arguments, budget);
    if (part == null) {
      return 0L;
    }
    if (sub.units() == 0) {
      return part.text().length() + 1L;
    }
    TextSearch search = new TextSearch(part.text(), sub, budget);
    long count = 0;
    for (int at = search.next(0); at >= 0; at = search.next(at + sub.units())) {
      count++;
    }
    return count;
  }

  static Object startsOrEnds(MarkedText text, Arguments arguments, boolean starts, Budget budget) {
    String name = starts ? "prefix" : "suffix";
    Object affix = arguments.only(name, "start", "end").get(0, name);
    Part part = part(text, arguments, budget);
    List<?> several = affix instanceof Tuple tuple ? tuple.items() : List.of(affix);
    for (Object one : several) {
      MarkedText wanted = Values.expectText(one, name);
      budget.work(wanted.units());
      if (part != null && hasAt(part.text().text(), wanted.text(), starts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAt(String text, String affix, boolean starts) {
    return starts ? text.startsWith(affix) : text.endsWith(affix);
  }
}
