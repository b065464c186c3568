package dev.gloss.prompts.chat.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a value is written in a place of a format: Python's "format specification mini-language".
///
/// @param fill what the place is filled up with, one character
/// @param align one of `<`, `>`, `=` and `^`; a blank for what suits the value
/// @param sign `+`, `-` or a blank
/// @param alternate whether `#` was given
/// @param width characters at least
/// @param grouping `,` or `_` between thousands, a blank for nothing
/// @param precision -1 where none was given
/// @param type a letter or `%`; a blank for what suits the value
record FormatSpec(
    String fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<place>.?[<>=^])?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>\\d{1,9})?"
              + "(?<grouping>[,_])?(?:\\.(?<precision>\\d{1,9}))?(?<type>[a-zA-Z%])?",
          Pattern.DOTALL);

  private static final int LONGEST = 64;

  /// @throws TemplateException for one that Python does not know either
  static FormatSpec parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      throw new TemplateException(0, "invalid format specifier");
    }
    String place = form.group("place");
    boolean zero = form.group("zero") != null;
    int last = place == null ? 0 : place.length() - 1;
    String fill = place == null || last == 0 ? (zero ? "0" : " ") : place.substring(0, last);
    return new FormatSpec(
        fill,
        place == null ? (zero ? '0' : ' ') : place.charAt(last),
        letter(form, "sign", '-'),
        form.group("alternate") != null,
        number(form, "width", 0),
        letter(form, "grouping", ' '),
        number(form, "precision", -1),
        letter(form, "type", ' '));
  }

  private static char letter(Matcher form, String group, char byDefault) {
    String found = form.group(group);
    return found == null ? byDefault : found.charAt(0);
  }

  private static int number(Matcher form, String group, int byDefault) {
    String found = form.group(group);
    return found == null ? byDefault : Integer.parseInt(found);
  }

  /// Python's `format(value, spec)`.
  ///
  /// @throws TemplateException if the value cannot be written so
  MarkedText format(Object value, Budget budget) {
    return switch (value) {
      case MarkedText text -> text(text, budget);
      case Long number -> number(number, budget);
      case Boolean flag -> number(flag ? 1L : 0L, budget);
      case Double number -> filled(FormattedNumber.real(number, this, budget), budget);
      default ->
          throw new TemplateException(
              0, "'" + Values.typeName(value) + "' takes no format specifier");
    };
  }

  private MarkedText number(long number, Budget budget) {
    FormattedNumber formatted =
        "eEfFgG%".indexOf(type) >= 0
            ? FormattedNumber.real((double) number, this, budget)
            : FormattedNumber.whole(number, this);
    return filled(formatted, budget);
  }

  private MarkedText text(MarkedText text, Budget budget) {
    boolean known = type == ' ' || type == 's';
    if (!known || align == '=' || sign != '-' || alternate || grouping != ' ') {
      throw refused("string");
    }
    budget.work(text.units());
    boolean cut = precision >= 0 && precision < text.length();
    MarkedText shown = cut ? text.slice(0, text.unitOf(precision)) : text;
    return aligned(shown, align == ' ' || align == '0' ? '<' : align, budget);
  }

  TemplateException refused(String what) {
    return new TemplateException(0, "a " + what + " takes no such format specifier");
  }

  private MarkedText filled(FormattedNumber number, Budget budget) {
    char where = align == '0' ? '=' : align;
    if (where != '=') {
      String all = number.sign() + number.whole(grouping) + number.rest();
      return aligned(MarkedText.template(all), where == ' ' ? '>' : where, budget);
    }
    int room = width - number.sign().length() - number.rest().length();
    budget.string(Math.max(0, room));
    budget.change(Math.max(0, room));
    String digits = fill.equals("0") ? number.wideWhole(grouping, room) : number.whole(grouping);
    MarkedText rest = MarkedText.template(digits + number.rest());
    long missing = Math.max(0, (long) width - number.sign().length() - rest.length());
    MarkedText right = Padding.around(rest, MarkedText.template(fill), missing, 0, budget);
    return MarkedText.template(number.sign()).plus(right);
  }

  private MarkedText aligned(MarkedText text, char where, Budget budget) {
    long missing = Math.max(0, width - text.length());
    long before =
        switch (where) {
          case '<' -> 0;
          case '^' -> missing / 2;
          default -> missing;
        };
    return Padding.around(text, MarkedText.template(fill), before, missing - before, budget);
  }
}
