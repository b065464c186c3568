package dev.gloss.prompts.chat.jinja;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Large and small letters, and which characters a string has, as Python sees them.
final class Casing {
  private static final Pattern TITLE_BORDERS = Pattern.compile("[-\\s(\\[{<]+");

  private static final Map<String, UnaryOperator<String>> CHANGES =
      Map.of(
          "upper",
          s -> s.toUpperCase(Locale.ROOT),
          "lower",
          s -> s.toLowerCase(Locale.ROOT),
          "casefold",
          s -> s.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
          "swapcase",
          Casing::swapped,
          "title",
          Casing::title,
          "capitalize",
          Casing::capitalize);

  private static final Map<String, Predicate<String>> QUESTIONS =
      Map.of(
          "isdigit", s -> all(s, Character::isDigit),
          "isdecimal", s -> all(s, Character::isDigit),
          "isalpha", s -> all(s, Character::isLetter),
          "isalnum", s -> all(s, Character::isLetterOrDigit),
          "isspace", s -> all(s, Whitespace::is),
          "isascii", s -> s.codePoints().allMatch(c -> c < 0x80),
          "isupper", Casing::isUpper,
          "islower", Casing::isLower);

  private Casing() {}

  /// Whether a string has a method of this name.
  static boolean has(String name) {
    return CHANGES.containsKey(name) || QUESTIONS.containsKey(name);
  }

  /// What that method gives.
  static Object apply(MarkedText text, String name, Budget budget) {
    budget.change(text.units());
    UnaryOperator<String> change = CHANGES.get(name);
    Predicate<String> question = QUESTIONS.get(name);
    if (change != null) {
      return text.map(change);
    }
    return question != null && question.test(text.text());
  }

  static boolean isUpper(String text) {
    return isCased(text) && text.equals(text.toUpperCase(Locale.ROOT));
  }

  static boolean isLower(String text) {
    return isCased(text) && text.equals(text.toLowerCase(Locale.ROOT));
  }

  /// Jinja's own `title`, which knows other borders of words than Python's.
  static String filterTitle(String text) {
    StringBuilder out = new StringBuilder();
    var borders = TITLE_BORDERS.matcher(text);
    int at = 0;
    while (borders.find()) {
      out.append(capitalize(text.substring(at, borders.start())));
      out.append(borders.group());
      at = borders.end();
    }
    return out.append(capitalize(text.substring(at))).toString();
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

  private static String swapped(String text) {
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      boolean upper = Character.isUpperCase(c);
      out.appendCodePoint(upper ? Character.toLowerCase(c) : Character.toUpperCase(c));
    }
    return out.toString();
  }

  private static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  private static boolean isCased(String text) {
    return text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
  }

  private static boolean all(String text, IntPredicate what) {
    return !text.isEmpty() && text.codePoints().allMatch(what);
  }
}
