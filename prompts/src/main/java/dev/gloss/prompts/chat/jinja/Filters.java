package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The filters by name: those of one value here, those of lists in [ListFilters].
final class Filters {
  private static final Map<String, Filter> TEXT =
      Map.ofEntries(
          Map.entry("upper", cased("upper")),
          Map.entry("lower", cased("lower")),
          Map.entry("capitalize", cased("capitalize")),
          Map.entry("title", Filters::title),
          Map.entry(
              "trim",
              (v, a, b) -> StringMethods.strip(Printer.str(v, b), a.only("chars"), true, true, b)),
          Map.entry("replace", Filters::replace),
          Map.entry("string", (v, a, b) -> Printer.str(v, b)),
          Map.entry("safe", (v, a, b) -> Printer.str(v, b)),
          Map.entry("indent", Filters::indent),
          Map.entry("tojson", Json::write),
          Map.entry("format", Filters::format),
          Map.entry("center", Filters::center),
          Map.entry("wordcount", Filters::wordCount),
          Map.entry("escape", Filters::escape),
          Map.entry("e", Filters::escape),
          Map.entry("attr", (v, a, b) -> Members.method(v, a.text(0, "name").text(), b)),
          Map.entry("default", Filters::byDefault),
          Map.entry("d", Filters::byDefault),
          Map.entry("int", Numerals::integer),
          Map.entry("float", Numerals::real),
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

  static boolean isKnown(String name) {
    return TEXT.containsKey(name) || ListFilters.BY_NAME.containsKey(name);
  }

  private static Filter cased(String method) {
    return (value, arguments, budget) ->
        ((Callable) StringMethods.of(Printer.str(value, budget), method, budget)).call(arguments);
  }

  private static Object title(Object value, Arguments arguments, Budget budget) {
    MarkedText text = Printer.str(value, budget);
    budget.change(text.units());
    return text.map(Casing::filterTitle);
  }

  private static Object format(Object value, Arguments arguments, Budget budget) {
    if (!arguments.named().isEmpty() && !arguments.positional().isEmpty()) {
      throw new TemplateException(0, "'format' takes values by position or by name, not both");
    }
    Map<Object, Object> named = new LinkedHashMap<>();
    arguments.named().forEach((name, item) -> named.put(MarkedText.template(name), item));
    return PercentFormat.format(
        Printer.str(value, budget),
        named.isEmpty() ? new Tuple(arguments.positional()) : named,
        budget);
  }

  private static Object center(Object value, Arguments arguments, Budget budget) {
    int width = arguments.only("width").integer(0, "width", 80);
    MarkedText blank = MarkedText.template(" ");
    return Padding.center(Printer.str(value, budget), blank, width, budget);
  }

  private static Object wordCount(Object value, Arguments arguments, Budget budget) {
    arguments.only();
    String text = Printer.str(value, budget).text();
    budget.change(text.length());
    long words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean part = Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_';
      words += part && !inWord ? 1 : 0;
      inWord = part;
    }
    return words;
  }

  private static Object escape(Object value, Arguments arguments, Budget budget) {
    arguments.only();
    MarkedText text = Printer.str(value, budget);
    budget.change(text.units());
    MarkedText.Builder out = new MarkedText.Builder(budget);
    int plain = 0;
    for (int at = 0; at < text.units(); at++) {
      int which = "&<>'\"".indexOf(text.text().charAt(at));
      if (which >= 0) {
        out.append(text, plain, at);
        String entity = List.of("&amp;", "&lt;", "&gt;", "&#39;", "&#34;").get(which);
        out.appendInstead(entity, text, at, at + 1);
        plain = at + 1;
      }
    }
    out.append(text, plain, text.units());
    return out.build();
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
            : Padding.around(
                MarkedText.EMPTY,
                MarkedText.template(" "),
                Math.max(0, Values.expectInteger(width, "width")),
                0,
                budget);
    boolean first = arguments.flag(1, "first");
    boolean blank = arguments.flag(2, "blank");
    MarkedText text = Printer.str(value, budget).plus(MarkedText.template("\n"));
    List<Object> lines = Splitter.lines(text, false, budget);
    MarkedText.Builder out = new MarkedText.Builder(budget);
    for (int i = 0; i < lines.size(); i++) {
      MarkedText line = (MarkedText) lines.get(i);
      out.append(i == 0 ? "" : "\n");
      if (i == 0 ? first : blank || line.units() > 0) {
        out.append(blanks);
      }
      out.append(line);
    }
    return out.build();
  }

  private static Object byDefault(Object value, Arguments arguments, Budget budget) {
    arguments.only("default_value", "boolean");
    boolean missing =
        value instanceof Undefined || (arguments.flag(1, "boolean") && !Values.truth(value));
    return missing ? arguments.get(0, "default_value", MarkedText.EMPTY) : value;
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
