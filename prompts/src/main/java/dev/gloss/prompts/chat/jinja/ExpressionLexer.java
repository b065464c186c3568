package dev.gloss.prompts.chat.jinja;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tokens inside a tag: names, numbers, strings, operators.
final class ExpressionLexer {
  /// A token and the offset after it.
  record Found(Token.Kind kind, String text, int end) {}

  private static final Pattern FLOAT =
      Pattern.compile("[0-9][0-9_]*(?:(?:\\.[0-9][0-9_]*)?[eE][+-]?[0-9]+|\\.[0-9][0-9_]*)");
  private static final Pattern INTEGER =
      Pattern.compile("0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[0-9][0-9_]*");

  /// Names are compared whenever they are looked up.
  private static final int LONGEST_NAME = 255;

  /// More digits than any number that is taken.
  private static final int LONGEST_INTEGER = 255;

  private static final List<String> LONG_OPERATORS = List.of("//", "**", "==", "!=", ">=", "<=");
  private static final String OPERATORS = "+-/*%~[](){}><=.:|,;";

  private ExpressionLexer() {}

  static Found at(String source, int at, int line) {
    char c = source.charAt(at);
    if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      int end = at + 1;
      while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
        end++;
      }
      if (end - at > LONGEST_NAME) {
        throw new TemplateException(line, "a name is longer than " + LONGEST_NAME + " characters");
      }
      return new Found(Token.Kind.NAME, source.substring(at, end), end);
    }
    if (c >= '0' && c <= '9') {
      return number(source, at, line);
    }
    if (c == '\'' || c == '"') {
      return string(source, at, line);
    }
    for (String operator : LONG_OPERATORS) {
      if (source.startsWith(operator, at)) {
        return new Found(Token.Kind.OPERATOR, operator, at + 2);
      }
    }
    if (OPERATORS.indexOf(c) >= 0) {
      return new Found(Token.Kind.OPERATOR, String.valueOf(c), at + 1);
    }
    throw new TemplateException(
        line,
        "unexpected character '" + source.substring(at, source.offsetByCodePoints(at, 1)) + "'");
  }

  private static Found number(String source, int at, int line) {
    Matcher real = FLOAT.matcher(source).region(at, source.length());
    boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
    if (!afterDot && real.lookingAt()) {
      return new Found(Token.Kind.FLOAT, real.group().replace("_", ""), real.end());
    }
    Matcher whole = INTEGER.matcher(source).region(at, source.length());
    if (!whole.lookingAt()) {
      throw new IllegalStateException("a digit starts no number");
    }
    if (whole.end() - at > LONGEST_INTEGER) {
      throw new TemplateException(line, "bad or too large number");
    }
    return new Found(Token.Kind.INTEGER, whole.group().replace("_", ""), whole.end());
  }

  private static Found string(String source, int at, int line) {
    char quote = source.charAt(at);
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < source.length() && source.charAt(i) != quote) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        i = escape(source, i + 1, text, line);
      } else {
        text.append(c);
        i++;
      }
    }
    if (i >= source.length()) {
      throw new TemplateException(line, "string is never closed by " + quote);
    }
    return new Found(Token.Kind.STRING, text.toString(), i + 1);
  }

  /// Reads what follows a backslash, as Python does, and returns the offset after it.
  private static int escape(String source, int at, StringBuilder text, int line) {
    char c = source.charAt(at);
    int simple = "ntrabfv\\'\"".indexOf(c);
    if (simple >= 0) {
      text.append("\n\t\r\u0007\b\f\u000b\\'\"".charAt(simple));
      return at + 1;
    }
    if (c == '\n') {
      return at + 1;
    }
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits > 0) {
      return coded(source, at + 1, digits, 16, text, line);
    }
    if (c >= '0' && c <= '7') {
      int length = 1;
      while (length < 3 && at + length < source.length() && isOctal(source.charAt(at + length))) {
        length++;
      }
      return coded(source, at, length, 8, text, line);
    }
    text.append('\\').append(c);
    return at + 1;
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int coded(
      String source, int at, int length, int radix, StringBuilder text, int line) {
    int end = at + length;
    try {
      text.appendCodePoint(Integer.parseUnsignedInt(source.substring(at, end), radix));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new TemplateException(line, "string has a bad escape");
    }
    return end;
  }
}
