package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The methods of Python's strings that templates use. Marks of data survive in every result.
final class StringMethods {
  private StringMethods() {}

  static Object of(MarkedText text, String name, Budget budget) {
    Callable method = method(text, name, budget);
    if (method == null) {
      return Undefined.member(text, name);
    }
    return (Callable)
        arguments -> {
          budget.work(text.units());
          return method.call(arguments);
        };
  }

  private static @Nullable Callable method(MarkedText text, String name, Budget budget) {
    return switch (name) {
      case "split" -> a -> Splitter.split(text, a.only("sep", "maxsplit"), budget);
      case "rsplit" -> a -> Splitter.rsplit(text, a.only("sep", "maxsplit"), budget);
      case "splitlines" ->
          a -> Splitter.lines(text, a.only("keepends").flag(0, "keepends"), budget);
      case "partition" -> a -> Splitter.partition(text, a.only("sep").text(0, "sep"), false);
      case "rpartition" -> a -> Splitter.partition(text, a.only("sep").text(0, "sep"), true);
      case "strip" -> a -> strip(text, a.only("chars"), true, true);
      case "lstrip" -> a -> strip(text, a.only("chars"), true, false);
      case "rstrip" -> a -> strip(text, a.only("chars"), false, true);
      case "startswith" -> a -> startsOrEnds(text, a.only("prefix").get(0, "prefix"), true);
      case "endswith" -> a -> startsOrEnds(text, a.only("suffix").get(0, "suffix"), false);
      case "removeprefix" -> a -> removePrefix(text, a.only("prefix").text(0, "prefix"));
      case "removesuffix" -> a -> removeSuffix(text, a.only("suffix").text(0, "suffix"));
      case "replace" -> a -> replaceMethod(text, a.only("old", "new", "count"), budget);
      case "join" ->
          a -> join(text, Values.iterate(a.only("items").get(0, "items"), budget), budget);
      case "find" -> a -> find(text, a.only("sub").text(0, "sub"), false);
      case "rfind" -> a -> find(text, a.only("sub").text(0, "sub"), true);
      case "index" -> a -> index(text, a.only("sub").text(0, "sub"));
      case "count" -> a -> count(text, a.only("sub").text(0, "sub"));
      case "upper", "lower", "title", "capitalize" -> Arguments.none(() -> changeCase(text, name));
      case "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower" ->
          Arguments.none(() -> is(text, name));
      default -> null;
    };
  }

  private static MarkedText changeCase(MarkedText text, String name) {
    return switch (name) {
      case "upper" -> text.map(s -> s.toUpperCase(Locale.ROOT));
      case "lower" -> text.map(s -> s.toLowerCase(Locale.ROOT));
      case "title" -> text.map(StringMethods::title);
      default -> text.map(StringMethods::capitalize);
    };
  }

  /// Python's `str.title`: a letter after a letter is small, any other is large.
  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetter(c);
    }
    return out.toString();
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  private static boolean is(MarkedText text, String name) {
    String s = text.text();
    IntPredicate letter = Character::isLetter;
    return switch (name) {
      case "isdigit" -> all(s, Character::isDigit);
      case "isalpha" -> all(s, letter);
      case "isalnum" -> all(s, c -> Character.isLetterOrDigit(c));
      case "isspace" -> all(s, Whitespace::is);
      case "isupper" -> isCased(s) && s.equals(s.toUpperCase(Locale.ROOT));
      default -> isCased(s) && s.equals(s.toLowerCase(Locale.ROOT));
    };
  }

  static boolean isCased(String text) {
    return text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
  }

  private static boolean all(String text, IntPredicate what) {
    return !text.isEmpty() && text.codePoints().allMatch(what);
  }

  static MarkedText strip(MarkedText text, Arguments arguments, boolean left, boolean right) {
    String s = text.text();
    boolean given = arguments.has(0, "chars");
    String chars = given ? arguments.text(0, "chars").text() : "";
    IntPredicate strips = given ? c -> chars.indexOf(c) >= 0 : Whitespace::is;
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

  private static boolean startsOrEnds(MarkedText text, Object affix, boolean starts) {
    if (affix instanceof Tuple several) {
      return several.items().stream().anyMatch(one -> startsOrEnds(text, one, starts));
    }
    String s = Values.expectText(affix, starts ? "prefix" : "suffix").text();
    return starts ? text.text().startsWith(s) : text.text().endsWith(s);
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
    MarkedText.Builder out = new MarkedText.Builder();
    int at = 0;
    int from = 0;
    for (int done = 0; done != count; done++) {
      int found = text.text().indexOf(old.text(), from);
      if (found < 0 || from > text.units()) {
        break;
      }
      out.append(text, at, found);
      out.append(with);
      budget.grow(out.units());
      at = found + old.units();
      // An empty text is found between any two characters.
      boolean more = old.units() > 0 || found < text.units();
      from = old.units() > 0 ? at : more ? text.text().offsetByCodePoints(found, 1) : found + 1;
    }
    out.append(text, Math.min(at, text.units()), text.units());
    budget.grow(out.units());
    return out.build();
  }

  static MarkedText join(MarkedText separator, List<Object> items, Budget budget) {
    MarkedText.Builder out = new MarkedText.Builder();
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(separator);
      }
      out.append(Values.expectText(items.get(i), "item"));
      budget.grow(out.units());
    }
    return out.build();
  }

  private static long find(MarkedText text, MarkedText sub, boolean last) {
    String s = text.text();
    int found = last ? s.lastIndexOf(sub.text()) : s.indexOf(sub.text());
    return found < 0 ? -1 : s.codePointCount(0, found);
  }

  private static Object index(MarkedText text, MarkedText sub) {
    long found = find(text, sub, false);
    if (found < 0) {
      throw new TemplateException(0, "substring not found");
    }
    return found;
  }

  private static Object count(MarkedText text, MarkedText sub) {
    if (sub.units() == 0) {
      return text.length() + 1L;
    }
    List<Integer> found = new ArrayList<>();
    int at = text.text().indexOf(sub.text());
    while (at >= 0) {
      found.add(at);
      at = text.text().indexOf(sub.text(), at + sub.units());
    }
    return (long) found.size();
  }
}
