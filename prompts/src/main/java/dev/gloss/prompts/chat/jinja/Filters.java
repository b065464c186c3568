package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The filters by name: those of one value here, those of lists in [ListFilters].
final class Filters {
  private static final Pattern TITLE_WORDS = Pattern.compile("([-\\s(\\[{<]+)");

  private static final Map<String, Filter> TEXT =
      Map.ofEntries(
          Map.entry("upper", cased("upper")),
          Map.entry("lower", cased("lower")),
          Map.entry("capitalize", cased("capitalize")),
          Map.entry("title", (v, a, b) -> Printer.str(v, b).map(Filters::title)),
          Map.entry(
              "trim",
              (v, a, b) -> StringMethods.strip(Printer.str(v, b), a.only("chars"), true, true)),
          Map.entry("replace", Filters::replace),
          Map.entry("string", (v, a, b) -> Printer.str(v, b)),
          Map.entry("safe", (v, a, b) -> Printer.str(v, b)),
          Map.entry("indent", Filters::indent),
          Map.entry("tojson", (v, a, b) -> Json.write(v, shifted(a), b)),
          Map.entry("default", Filters::byDefault),
          Map.entry("d", Filters::byDefault),
          Map.entry("int", Filters::integer),
          Map.entry("float", Filters::real),
          Map.entry("abs", Filters::abs),
          Map.entry("round", Filters::round));

  private Filters() {}

  /// The filter of this name; one that fails when it is applied where there is none.
  static Filter named(String name, int line) {
    Filter filter = TEXT.getOrDefault(name, ListFilters.BY_NAME.get(name));
    if (filter == null) {
      return (value, arguments, budget) -> {
        throw new TemplateException(line, "unknown filter '" + name + "'");
      };
    }
    return (value, arguments, budget) -> {
      budget.work(value instanceof MarkedText text ? text.units() : 1);
      return filter.apply(value, arguments, budget);
    };
  }

  private static Filter cased(String method) {
    return (value, arguments, budget) ->
        ((Callable) StringMethods.of(Printer.str(value, budget), method, budget)).call(arguments);
  }

  /// Jinja's own `title`, which knows other borders of words than Python's.
  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    var borders = TITLE_WORDS.matcher(text);
    int at = 0;
    while (borders.find()) {
      out.append(StringMethods.capitalize(text.substring(at, borders.start())));
      out.append(borders.group());
      at = borders.end();
    }
    return out.append(StringMethods.capitalize(text.substring(at))).toString();
  }

  private static Object replace(Object value, Arguments arguments, Budget budget) {
    arguments.only("old", "new", "count");
    int count = arguments.has(2, "count") ? arguments.integer(2, "count", -1) : -1;
    MarkedText old = Printer.str(arguments.get(0, "old"), budget);
    MarkedText with = Printer.str(arguments.get(1, "new"), budget);
    return StringMethods.replace(Printer.str(value, budget), old, with, count, budget);
  }

  private static Object indent(Object value, Arguments arguments, Budget budget) {
    arguments.only("width", "first", "blank");
    Object width = arguments.get(0, "width", 4L);
    MarkedText blanks =
        width instanceof MarkedText text
            ? text
            : MarkedText.template(
                " ".repeat(Math.clamp(Values.expectInteger(width, "width"), 0, 1000)));
    boolean first = arguments.flag(1, "first");
    boolean blank = arguments.flag(2, "blank");
    MarkedText text = Printer.str(value, budget).plus(MarkedText.template("\n"));
    List<Object> lines = Splitter.lines(text, false, budget);
    MarkedText.Builder out = new MarkedText.Builder();
    for (int i = 0; i < lines.size(); i++) {
      MarkedText line = (MarkedText) lines.get(i);
      out.append(i == 0 ? "" : "\n");
      if (i == 0 ? first : blank || line.units() > 0) {
        out.append(blanks);
      }
      out.append(line);
      budget.grow(out.units());
    }
    return out.build();
  }

  /// Python's signature starts with `indent` alone by position.
  private static Arguments shifted(Arguments arguments) {
    if (arguments.positional().size() > 1) {
      throw new TemplateException(0, "tojson takes 'indent' alone by position");
    }
    return arguments;
  }

  private static Object byDefault(Object value, Arguments arguments, Budget budget) {
    arguments.only("default_value", "boolean");
    boolean missing =
        value instanceof Undefined || (arguments.flag(1, "boolean") && !Values.truth(value));
    return missing ? arguments.get(0, "default_value", MarkedText.EMPTY) : value;
  }

  private static Object integer(Object value, Arguments arguments, Budget budget) {
    Object otherwise = arguments.only("default").get(0, "default", 0L);
    return switch (value) {
      case Long l -> l;
      case Boolean b -> b ? 1L : 0L;
      case Double d ->
          Double.isFinite(d) && Math.abs(d) < 9e18 ? (Object) (long) (double) d : otherwise;
      case MarkedText text -> parsedInteger(text.text().strip(), otherwise);
      case Undefined undefined -> throw undefined.error();
      default -> otherwise;
    };
  }

  private static Object parsedInteger(String text, Object otherwise) {
    try {
      return Long.valueOf(text.replace("_", ""));
    } catch (NumberFormatException e) {
      Object real = parsedReal(text, otherwise);
      return real instanceof Double d && Double.isFinite(d)
          ? (Object) (long) (double) d
          : otherwise;
    }
  }

  private static Object parsedReal(String text, Object otherwise) {
    if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return otherwise;
    }
    return Double.valueOf(text);
  }

  private static Object real(Object value, Arguments arguments, Budget budget) {
    Object otherwise = arguments.only("default").get(0, "default", 0.0);
    return switch (value) {
      case MarkedText text -> parsedReal(text.text().strip(), otherwise);
      case Undefined undefined -> throw undefined.error();
      default -> Values.isNumber(value) ? (Object) Values.toDouble(value) : otherwise;
    };
  }

  private static Object abs(Object value, Arguments arguments, Budget budget) {
    return value instanceof Double d
        ? (Object) Math.abs(d)
        : (Object) Math.abs(Values.expectInteger(value, "value"));
  }

  private static Object round(Object value, Arguments arguments, Budget budget) {
    arguments.only("precision", "method");
    if (value instanceof Long && !arguments.has(1, "method")) {
      return value;
    }
    if (!Values.isNumber(value)) {
      throw new TemplateException(0, "'" + Values.typeName(value) + "' cannot be rounded");
    }
    int precision = Math.clamp(arguments.integer(0, "precision", 0), -15, 15);
    String method = arguments.text(1, "method", "common").text().toLowerCase(Locale.ROOT);
    double number = Values.toDouble(value);
    double scale = Math.pow(10, precision);
    return switch (method) {
      case "common" ->
          Double.isFinite(number)
              ? new java.math.BigDecimal(number)
                  .setScale(precision, java.math.RoundingMode.HALF_EVEN)
                  .doubleValue()
              : number;
      case "ceil" -> Math.ceil(number * scale) / scale;
      case "floor" -> Math.floor(number * scale) / scale;
      default -> throw new TemplateException(0, "unknown method of rounding '" + method + "'");
    };
  }

  /// The items of a list filter's result, for others.
  static List<Object> copy(List<Object> items, Budget budget) {
    budget.list(items.size());
    return new ArrayList<>(items);
  }
}
