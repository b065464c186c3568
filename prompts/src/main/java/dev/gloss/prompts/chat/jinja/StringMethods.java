package dev.gloss.prompts.chat.jinja;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The methods of Python's strings that templates use. Marks of data survive in every result.
final class StringMethods {
  private StringMethods() {}

  static Object of(MarkedText text, String name, Budget budget) {
    Callable method = Casing.has(name) ? casing(text, name, budget) : method(text, name, budget);
    if (method == null) {
      return Undefined.member(text, name);
    }
    return (Callable)
        arguments -> {
          budget.work(text.units());
          return method.call(arguments);
        };
  }

  private static Callable casing(MarkedText text, String name, Budget budget) {
    return Arguments.none(() -> Casing.apply(text, name, budget));
  }

  private static @Nullable Callable method(MarkedText text, String name, Budget budget) {
    return switch (name) {
      case "split" -> a -> Splitter.split(text, a.only("sep", "maxsplit"), budget);
      case "rsplit" -> a -> Splitter.rsplit(text, a.only("sep", "maxsplit"), budget);
      case "splitlines" ->
          a -> Splitter.lines(text, a.only("keepends").flag(0, "keepends"), budget);
      case "partition" -> a -> Splitter.partition(text, a.only("sep"), false, budget);
      case "rpartition" -> a -> Splitter.partition(text, a.only("sep"), true, budget);
      case "strip" -> a -> strip(text, a.only("chars"), true, true, budget);
      case "lstrip" -> a -> strip(text, a.only("chars"), true, false, budget);
      case "rstrip" -> a -> strip(text, a.only("chars"), false, true, budget);
      case "startswith" -> a -> SearchMethods.startsOrEnds(text, a, true, budget);
      case "endswith" -> a -> SearchMethods.startsOrEnds(text, a, false, budget);
      case "removeprefix" -> a -> removePrefix(text, a.only("prefix").text(0, "prefix"));
      case "removesuffix" -> a -> removeSuffix(text, a.only("suffix").text(0, "suffix"));
      case "replace" -> a -> replaceMethod(text, a.only("old", "new", "count"), budget);
      case "join" ->
          a -> join(text, Values.iterate(a.only("items").get(0, "items"), budget), budget);
      case "find" -> a -> SearchMethods.find(text, a, false, budget);
      case "rfind" -> a -> SearchMethods.find(text, a, true, budget);
      case "index" -> a -> SearchMethods.index(text, a, false, budget);
      case "rindex" -> a -> SearchMethods.index(text, a, true, budget);
      case "count" -> a -> SearchMethods.count(text, a, budget);
      case "ljust", "rjust", "center", "zfill" -> a -> Padding.method(text, name, a, budget);
      case "format" -> a -> StringFormat.format(text, a, budget);
      case "format_map" ->
          a -> StringFormat.formatMap(text, a.only("mapping").get(0, "mapping"), budget);
      default -> null;
    };
  }

  static MarkedText strip(
      MarkedText text, Arguments arguments, boolean left, boolean right, Budget budget) {
    String s = text.text();
    IntPredicate strips =
        arguments.has(0, "chars") ? oneOf(arguments.text(0, "chars"), budget) : Whitespace::is;
    int start = 0;
    int end = s.length();
    while (left && start < end && strips.test(s.codePointAt(start))) {
      start = s.offsetByCodePoints(start, 1);
    }
    while (right && end > start && strips.test(s.codePointBefore(end))) {
      end = s.offsetByCodePoints(end, -1);
    }
    return text.slice(start, end);
  }

  private static IntPredicate oneOf(MarkedText chars, Budget budget) {
    budget.change(chars.units());
    String few = chars.text();
    if (few.length() <= 4) {
      return c -> few.indexOf(c) >= 0;
    }
    BitSet set = new BitSet();
    few.codePoints().forEach(set::set);
    return set::get;
  }

  private static MarkedText removePrefix(MarkedText text, MarkedText prefix) {
    return text.text().startsWith(prefix.text()) ? text.slice(prefix.units()) : text;
  }

  private static MarkedText removeSuffix(MarkedText text, MarkedText suffix) {
    boolean ends = text.text().endsWith(suffix.text());
    return ends ? text.slice(0, text.units() - suffix.units()) : text;
  }

  private static MarkedText replaceMethod(MarkedText text, Arguments arguments, Budget budget) {
    int count = arguments.integer(2, "count", -1);
    return replace(text, arguments.text(0, "old"), arguments.text(1, "new"), count, budget);
  }

  /// @param count replacements at most; all where it is negative
  static MarkedText replace(
      MarkedText text, MarkedText old, MarkedText with, int count, Budget budget) {
    TextSearch search = new TextSearch(text, old, budget);
    MarkedText.Builder out = new MarkedText.Builder(budget);
    int at = 0;
    int from = 0;
    for (int done = 0; done != count; done++) {
      int found = from > text.units() ? -1 : search.next(from);
      if (found < 0) {
        break;
      }
      out.append(text, at, found);
      out.append(with);
      at = found + old.units();
      // An empty text is found between any two characters.
      boolean more = old.units() > 0 || found < text.units();
      from = old.units() > 0 ? at : more ? text.text().offsetByCodePoints(found, 1) : found + 1;
    }
    out.append(text, Math.min(at, text.units()), text.units());
    return out.build();
  }

  static MarkedText join(MarkedText separator, List<Object> items, Budget budget) {
    MarkedText.Builder out = new MarkedText.Builder(budget);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(separator);
      }
      out.append(Values.expectText(items.get(i), "item"));
    }
    return out.build();
  }
}
