package dev.gloss.prompts.chat.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// A number in the parts that a format puts together.
///
/// @param sign with the prefix of its base, such as `-0x`
/// @param digits before the point
/// @param rest from the point on
/// @param groupSize digits between two separators
record FormattedNumber(String sign, String digits, String rest, int groupSize) {
  /// No double has more digits than this behind the point, or before it.
  private static final int MOST_DIGITS = 1100;

  static FormattedNumber whole(long number, FormatSpec spec) {
    if (spec.precision() >= 0) {
      throw spec.refused("number");
    }
    String magnitude = number < 0 ? Long.toString(number).substring(1) : Long.toString(number);
    String digits =
        switch (spec.type()) {
          case ' ', 'd', 'n' -> magnitude;
          case 'b' -> inBase(magnitude, 2);
          case 'o' -> inBase(magnitude, 8);
          case 'x' -> inBase(magnitude, 16);
          case 'X' -> inBase(magnitude, 16).toUpperCase(java.util.Locale.ROOT);
          case 'c' -> character(number);
          default -> throw spec.refused("number");
        };
    boolean based = "boxX".indexOf(spec.type()) >= 0;
    if (spec.type() == 'c' && spec.sign() != '-' || based && spec.grouping() == ',') {
      throw spec.refused("number");
    }
    String prefix = based && spec.alternate() ? "0" + spec.type() : "";
    return new FormattedNumber(sign(number < 0, spec) + prefix, digits, "", based ? 4 : 3);
  }

  private static String inBase(String magnitude, int base) {
    return Long.toUnsignedString(Long.parseUnsignedLong(magnitude), base);
  }

  private static String character(long code) {
    if (code < 0 || code > Character.MAX_CODE_POINT) {
      throw new TemplateException(0, "there is no character " + code);
    }
    return Character.toString((int) code);
  }

  private static String sign(boolean negative, FormatSpec spec) {
    return negative ? "-" : spec.sign() == '-' ? "" : String.valueOf(spec.sign());
  }

  static FormattedNumber real(double number, FormatSpec spec, Budget budget) {
    if (" eEfFgGn%".indexOf(spec.type()) < 0) {
      throw spec.refused("float");
    }
    boolean negative = number < 0 || (number == 0 && 1 / number < 0);
    String written = written(Math.abs(number), spec, budget);
    int end = 0;
    while (end < written.length() && Character.isDigit(written.charAt(end))) {
      end++;
    }
    return new FormattedNumber(
        sign(negative, spec), written.substring(0, end), written.substring(end), 3);
  }

  private static String written(double size, FormatSpec spec, Budget budget) {
    boolean capital = Character.isUpperCase(spec.type());
    if (!Double.isFinite(size)) {
      String name = Double.isNaN(size) ? "nan" : "inf";
      return (capital ? name.toUpperCase(java.util.Locale.ROOT) : name)
          + (spec.type() == '%' ? "%" : "");
    }
    int precision = spec.precision() < 0 ? 6 : spec.precision();
    budget.string(precision);
    budget.change(precision);
    String text =
        switch (Character.toLowerCase(spec.type())) {
          case 'f' -> fixed(size, precision, spec.alternate());
          case '%' -> fixed(size * 100, precision, spec.alternate()) + "%";
          case 'e' -> exponential(new BigDecimal(size), precision, spec.alternate());
          case ' ' ->
              spec.precision() < 0 ? Printer.number(size) : general(size, precision, spec, true);
          default -> general(size, precision, spec, false);
        };
    return capital ? text.toUpperCase(java.util.Locale.ROOT) : text;
  }

  private static String fixed(double size, int precision, boolean point) {
    int exact = Math.min(precision, MOST_DIGITS);
    String text = new BigDecimal(size).setScale(exact, RoundingMode.HALF_EVEN).toPlainString();
    return text + "0".repeat(precision - exact) + (precision == 0 && point ? "." : "");
  }

  private static String exponential(BigDecimal size, int precision, boolean point) {
    int exact = Math.min(precision, MOST_DIGITS);
    BigDecimal rounded = size.round(new MathContext(exact + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
    String zeros = "0".repeat(Math.max(0, precision + 1 - digits.length()));
    String fraction = digits.substring(1) + zeros;
    String mantissa = digits.charAt(0) + (fraction.isEmpty() && !point ? "" : "." + fraction);
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  /// The shorter one of both ways, as C's `%g` chooses.
  ///
  /// @param showsReal whether a digit behind the point is to show that it is no integer
  private static String general(double size, int given, FormatSpec spec, boolean showsReal) {
    int precision = Math.clamp(given, 1, MOST_DIGITS);
    BigDecimal rounded =
        new BigDecimal(size).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - 1 - rounded.scale();
    boolean fits = exponent >= -4 && exponent < (showsReal ? precision - 1 : precision);
    if (fits || (showsReal && size == 0)) {
      int decimals = Math.max(0, precision - 1 - exponent);
      String text = rounded.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
      String shown = spec.alternate() ? text : withoutZeros(text);
      return showsReal && !shown.contains(".") ? shown + ".0" : shown;
    }
    String text = exponential(rounded, precision - 1, spec.alternate());
    int e = text.indexOf('e');
    return (spec.alternate() ? text.substring(0, e) : withoutZeros(text.substring(0, e)))
        + text.substring(e);
  }

  private static String withoutZeros(String number) {
    if (!number.contains(".")) {
      return number;
    }
    int end = number.length();
    while (number.charAt(end - 1) == '0') {
      end--;
    }
    return number.substring(0, number.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /// The digits before the point, with separators.
  String whole(char grouping) {
    return grouped(digits, grouping);
  }

  /// The same with as many zeros before it as fill so much room.
  String wideWhole(char grouping, int room) {
    if (grouping == ' ') {
      return "0".repeat(Math.max(0, room - digits.length())) + digits;
    }
    // A separator never comes first, so that the room may be one too narrow.
    int separated = groupSize + 1;
    int zeros = room - room / separated - digits.length() + (room % separated == 0 ? 1 : 0);
    return grouped("0".repeat(Math.max(0, zeros)) + digits, grouping);
  }

  private String grouped(String all, char grouping) {
    if (grouping == ' ') {
      return all;
    }
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < all.length(); at++) {
      if (at > 0 && (all.length() - at) % groupSize == 0) {
        out.append(grouping);
      }
      out.append(all.charAt(at));
    }
    return out.toString();
  }
}
