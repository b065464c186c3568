package dev.gloss.prompts.chat.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A date by Python's format codes, in English.
final class Strftime {
  private static final int STEPS_PER_CODE = 20;

  private Strftime() {}

  static MarkedText format(LocalDateTime time, MarkedText formatted, Budget budget) {
    String format = formatted.text();
    budget.string(format.length());
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      // A pattern is read anew for each code.
      budget.items(STEPS_PER_CODE);
      boolean plain = format.startsWith("-", at);
      at += plain ? 1 : 0;
      String code = at < format.length() ? format.substring(at, at + 1) : "";
      String part = part(time, code);
      out.append(plain ? part.replaceFirst("^0+(?=.)", "") : part);
      at++;
    }
    budget.string(out.length());
    return formatted.hasData()
        ? MarkedText.data(out.toString())
        : MarkedText.template(out.toString());
  }

  private static String part(LocalDateTime time, String code) {
    String pattern =
        switch (code) {
          case "Y" -> "yyyy";
          case "y" -> "yy";
          case "m" -> "MM";
          case "d" -> "dd";
          case "H" -> "HH";
          case "I" -> "hh";
          case "M" -> "mm";
          case "S" -> "ss";
          case "f" -> "SSSSSS";
          case "j" -> "DDD";
          case "p" -> "a";
          case "A" -> "EEEE";
          case "a" -> "EEE";
          case "B" -> "MMMM";
          case "b" -> "MMM";
          case "F" -> "yyyy-MM-dd";
          case "T" -> "HH:mm:ss";
          case "D" -> "MM/dd/yy";
          case "%" -> "'%'";
          default ->
              throw new TemplateException(0, "strftime_now does not know the code '%" + code + "'");
        };
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }
}
