package dev.gloss.prompts.chat.jinja;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Python's `'%s' % value`. What comes out of a format that holds data is data as a whole.
final class PercentFormat {
  private static final Pattern FIELD =
      Pattern.compile(
          "%(?:\\((?<key>[^()]*+)\\))?(?<flags>[-+ #0]*+)(?<width>\\*|\\d{0,9}+)"
              + "(?:\\.(?<precision>\\*|\\d{0,9}+))?[hlL]?(?<type>[a-zA-Z%])",
          Pattern.DOTALL);

  private final Object values;
  private final List<Object> positional;
  private final Budget budget;
  private int used;
  private boolean keyed;

  private PercentFormat(Object values, Budget budget) {
    this.values = values;
    this.positional = values instanceof Tuple tuple ? tuple.items() : List.of(values);
    this.budget = budget;
  }

  static MarkedText format(MarkedText text, Object values, Budget budget) {
    PercentFormat format = new PercentFormat(values, budget);
    MarkedText made = format.filled(text);
    boolean unused = format.used < format.positional.size();
    if (unused && !format.keyed && !(values instanceof Map || values instanceof List)) {
      throw new TemplateException(0, "not all values are used by the format");
    }
    return text.hasData() ? made.asData() : made;
  }

  /// Whatever is not ASCII escaped.
  static MarkedText ascii(MarkedText text, Budget budget) {
    budget.change(text.units());
    MarkedText.Builder out = new MarkedText.Builder(budget);
    String s = text.text();
    int literal = 0;
    for (int at = 0; at < s.length(); ) {
      int c = s.codePointAt(at);
      int next = at + Character.charCount(c);
      if (c >= 0x80) {
        out.append(text, literal, at);
        out.appendInstead(Printer.escaped(c), text, at, next);
        literal = next;
      }
      at = next;
    }
    out.append(text, literal, s.length());
    return out.build();
  }

  private MarkedText filled(MarkedText text) {
    budget.work(text.units());
    MarkedText.Builder out = new MarkedText.Builder(budget);
    Matcher field = FIELD.matcher(text.text());
    int literal = 0;
    for (int at = text.text().indexOf('%'); at >= 0; at = text.text().indexOf('%', literal)) {
      field.region(at, text.units());
      if (!field.lookingAt()) {
        throw new TemplateException(0, "unsupported or incomplete format after '%'");
      }
      budget.work(field.end() - at);
      out.append(text, literal, at);
      out.append(field.group("type").equals("%") ? MarkedText.template("%") : written(field));
      literal = field.end();
    }
    out.append(text, literal, text.units());
    return out.build();
  }

  private MarkedText written(Matcher field) {
    int width = number(field.group("width"), 0);
    int precision = number(field.group("precision"), -1);
    Object value = field.group("key") == null ? next() : keyed(field.group("key"));
    String flags = field.group("flags");
    char type = field.group("type").charAt(0);
    boolean left = flags.contains("-") || width < 0;
    if ("sra".indexOf(type) >= 0 || (type == 'c' && value instanceof MarkedText)) {
      return place(left, Math.abs(width), precision).format(text(value, type), budget);
    }
    if (!Values.isNumber(value) || "diuoxXeEfFgGc".indexOf(type) < 0) {
      throw new TemplateException(
          0, "'%" + type + "' cannot write a '" + Values.typeName(value) + "'");
    }
    boolean zero = flags.contains("0") && !left;
    char sign = flags.contains("+") ? '+' : flags.contains(" ") ? ' ' : '-';
    FormatSpec spec =
        new FormatSpec(
            zero ? "0" : " ",
            left ? '<' : zero ? '=' : '>',
            sign,
            flags.contains("#"),
            Math.abs(width),
            ' ',
            precision,
            "diu".indexOf(type) >= 0 ? 'd' : type);
    return spec.format("diu".indexOf(type) >= 0 ? whole(value) : value, budget);
  }

  private static Object whole(Object value) {
    if (value instanceof Double d) {
      if (!Double.isFinite(d) || Math.abs(d) >= 9e18) {
        throw new TemplateException(0, "number too large");
      }
      return (long) (double) d;
    }
    return value;
  }

  private static FormatSpec place(boolean left, int width, int precision) {
    return new FormatSpec(" ", left ? '<' : '>', '-', false, width, ' ', precision, 's');
  }

  private MarkedText text(Object value, char type) {
    return switch (type) {
      case 'r' -> Printer.repr(value, budget);
      case 'a' -> ascii(Printer.repr(value, budget), budget);
      default -> Printer.str(value, budget);
    };
  }

  private int number(@Nullable String given, int byDefault) {
    if (given == null) {
      return byDefault;
    }
    if (given.equals("*")) {
      return Math.clamp(
          Values.expectInteger(next(), "width"), -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    return given.isEmpty() ? 0 : Integer.parseInt(given);
  }

  private Object next() {
    if (used >= positional.size()) {
      throw new TemplateException(0, "not enough values for the format");
    }
    return positional.get(used++);
  }

  private Object keyed(String key) {
    if (!(values instanceof Map<?, ?> map)) {
      throw new TemplateException(0, "the format needs a dict");
    }
    keyed = true;
    Object found = map.get(MarkedText.template(key));
    if (found == null) {
      throw new TemplateException(0, "nothing is given for '" + key + "' in the format");
    }
    return found;
  }
}
