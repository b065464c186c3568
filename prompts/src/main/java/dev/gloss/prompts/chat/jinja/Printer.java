package dev.gloss.prompts.chat.jinja;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Values as text: Python's `str` and `repr`.
final class Printer {
  private final Budget budget;
  private final MarkedText.Builder out;

  private Printer(Budget budget) {
    this.budget = budget;
    this.out = new MarkedText.Builder(budget);
  }

  /// Python's `str`.
  static MarkedText str(Object value, Budget budget) {
    return switch (value) {
      case MarkedText text -> text;
      case Undefined undefined -> MarkedText.EMPTY;
      default -> repr(value, budget);
    };
  }

  static MarkedText repr(Object value, Budget budget) {
    Printer printer = new Printer(budget);
    printer.print(value);
    return printer.out.build();
  }

  private void print(Object value) {
    budget.enter();
    switch (value) {
      case None none -> out.append("None");
      case Boolean b -> out.append(b ? "True" : "False");
      case Long l -> out.append(l.toString());
      case Double d -> out.append(number(d));
      case MarkedText text -> quote(text);
      case List<?> list -> items("[", list, "]");
      case Tuple tuple -> items("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
      case Map<?, ?> map -> entries(map);
      case Undefined undefined -> out.append("Undefined");
      default ->
          throw new TemplateException(0, "'" + Values.typeName(value) + "' cannot be printed");
    }
    budget.leave();
  }

  private void items(String open, List<?> items, String close) {
    out.append(open);
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      print(item);
      separator = ", ";
    }
    out.append(close);
  }

  private void entries(Map<?, ?> map) {
    out.append("{");
    String separator = "";
    for (Map.Entry<Object, Object> entry : Values.asEntries(map).entrySet()) {
      out.append(separator);
      print(entry.getKey());
      out.append(": ");
      print(entry.getValue());
      separator = ", ";
    }
    out.append("}");
  }

  private void quote(MarkedText text) {
    String characters = text.text();
    boolean single = characters.indexOf('\'') < 0 || characters.indexOf('"') >= 0;
    char quote = single ? '\'' : '"';
    budget.change(text.units());
    out.append(String.valueOf(quote));
    int plain = 0;
    for (int at = 0; at < characters.length(); ) {
      int c = characters.codePointAt(at);
      int next = at + Character.charCount(c);
      if (c == quote || c == '\\' || !isPrintable(c)) {
        out.append(text, plain, at);
        out.appendInstead(c == quote ? "\\" + quote : escaped(c), text, at, next);
        plain = next;
      }
      at = next;
    }
    out.append(text, plain, text.units());
    out.append(String.valueOf(quote));
  }

  /// How a character that does not print is written.
  static String escaped(int c) {
    return switch (c) {
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          c < 0x100 ? "\\x" + hex(c, 2) : c < 0x10000 ? "\\u" + hex(c, 4) : "\\U" + hex(c, 8);
    };
  }

  static String hex(int c, int digits) {
    return HexFormat.of().toHexDigits(c, digits);
  }

  private static boolean isPrintable(int c) {
    if (c >= ' ' && c <= '~') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// A float as Python writes it: shortest digits, an exponent below 1e-4 and from 1e16 on.
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= 1e-4 && size < 1e16)) {
      String plain = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
      plain = plain.contains(".") ? plain : plain + ".0";
      return value == 0 && 1 / value < 0 ? "-0.0" : plain;
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = unscaled.length() - 1 - digits.scale();
    String mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    String sign = value < 0 ? "-" : "";
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + two(Math.abs(exponent));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
