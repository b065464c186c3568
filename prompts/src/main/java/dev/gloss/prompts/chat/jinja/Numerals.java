package dev.gloss.prompts.chat.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers read from strings and from other numbers, as Python's `int` and `float` do it.
final class Numerals {
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?<sign>[+-]?)(?:0(?<prefix>[xob]))?(?<digits>_?[0-9a-z]++(?:_[0-9a-z]++)*+)");

  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:D(?:\\.(?:D)?)?|\\.D)(?:[eE][+-]?D)?".replace("D", "\\d++(?:_\\d++)*+"));

  private static final Pattern ENDLESS = Pattern.compile("([+-]?)(inf|infinity|nan)");

  /// More digits than any number needs.
  private static final int LONGEST = 1000;

  private Numerals() {}

  /// The filter `int`.
  static Object integer(Object value, Arguments arguments, Budget budget) {
    Object otherwise = arguments.only("default", "base").get(0, "default", 0L);
    return switch (value) {
      case Long l -> l;
      case Boolean b -> b ? 1L : 0L;
      case Double d -> truncated(d, otherwise);
      case MarkedText text ->
          whole(text.text().strip(), arguments.integer(1, "base", 10), otherwise);
      case Undefined undefined -> throw undefined.error();
      default -> otherwise;
    };
  }

  /// The filter `float`.
  static Object real(Object value, Arguments arguments, Budget budget) {
    Object otherwise = arguments.only("default").get(0, "default", 0.0);
    return switch (value) {
      case MarkedText text -> real(text.text().strip(), otherwise);
      case Undefined undefined -> throw undefined.error();
      default -> Values.isNumber(value) ? (Object) Values.toDouble(value) : otherwise;
    };
  }

  private static Object truncated(double number, Object otherwise) {
    if (!Double.isFinite(number)) {
      return otherwise;
    }
    if (Math.abs(number) >= 9e18) {
      throw new TemplateException(0, "number too large");
    }
    return (long) number;
  }

  private static Object whole(String text, int base, Object otherwise) {
    Matcher form = WHOLE.matcher(text.toLowerCase(Locale.ROOT));
    if (text.length() <= LONGEST && base >= 2 && base <= 36 && form.matches()) {
      int prefixed = "bo......x".indexOf(form.group("prefix") == null ? "?" : form.group("prefix"));
      boolean fits = prefixed < 0 || base == (prefixed == 0 ? 2 : prefixed == 1 ? 8 : 16);
      String digits = form.group("digits");
      boolean leads = digits.startsWith("_");
      if (fits && (!leads || prefixed >= 0)) {
        try {
          return new BigInteger(form.group("sign") + digits.replace("_", ""), base)
              .longValueExact();
        } catch (NumberFormatException e) {
          // It may be a real number still.
        } catch (ArithmeticException e) {
          throw new TemplateException(0, "number too large");
        }
      }
    }
    return real(text, otherwise) instanceof Double d && isReal(text)
        ? truncated(d, otherwise)
        : otherwise;
  }

  private static boolean isReal(String text) {
    return text.length() <= LONGEST && REAL.matcher(text).matches();
  }

  private static Object real(String text, Object otherwise) {
    Matcher endless = ENDLESS.matcher(text.length() > 9 ? "" : text.toLowerCase(Locale.ROOT));
    if (endless.matches()) {
      double size = endless.group(2).equals("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
      return endless.group(1).equals("-") ? -size : size;
    }
    return isReal(text) ? (Object) Double.valueOf(text.replace("_", "")) : otherwise;
  }
}
