package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Writes JSON with the white space of Python's `json.dumps`.
final class Json {
  private final Budget budget;
  private final MarkedText.Builder out = new MarkedText.Builder();
  private final String indent;
  private final boolean multiline;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean ascii;
  private final boolean sortKeys;

  /// The options of `json.dumps` by their names there.
  private Json(Arguments arguments, Budget budget) {
    this.budget = budget;
    arguments.only("indent", "ensure_ascii", "separators", "sort_keys");
    this.multiline = arguments.has(0, "indent");
    this.indent = multiline ? indent(arguments.get(0, "indent")) : "";
    this.ascii = arguments.flag(1, "ensure_ascii");
    this.sortKeys = arguments.flag(3, "sort_keys");
    if (arguments.has(2, "separators")) {
      List<Object> both = Values.iterate(arguments.get(2, "separators"), budget);
      if (both.size() != 2) {
        throw new TemplateException(0, "'separators' must be two strings");
      }
      this.itemSeparator = Values.expectText(both.getFirst(), "separators").text();
      this.keySeparator = Values.expectText(both.getLast(), "separators").text();
    } else {
      this.itemSeparator = multiline ? "," : ", ";
      this.keySeparator = ": ";
    }
  }

  static MarkedText write(Object value, Arguments arguments, Budget budget) {
    Json json = new Json(arguments, budget);
    json.value(value, 0);
    return json.out.build();
  }

  private static String indent(Object given) {
    if (given instanceof MarkedText text) {
      return text.text();
    }
    return " ".repeat(Math.clamp(Values.expectInteger(given, "indent"), 0, 100));
  }

  private void value(Object value, int level) {
    budget.grow(out.units());
    budget.enter();
    switch (value) {
      case None none -> out.append("null");
      case Boolean b -> out.append(b.toString());
      case Long l -> out.append(l.toString());
      case Double d -> out.append(number(d));
      case MarkedText text -> string(text);
      case List<?> list -> array(list, level);
      case Tuple tuple -> array(tuple.items(), level);
      case Map<?, ?> map -> object(map, level);
      case Undefined undefined -> throw undefined.error();
      default ->
          throw new TemplateException(
              0, "'" + Values.typeName(value) + "' cannot be written as JSON");
    }
    budget.leave();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    return Printer.number(value);
  }

  private void array(List<?> items, int level) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append("[");
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      newLine(level + 1);
      value(item, level + 1);
      separator = itemSeparator;
    }
    newLine(level);
    out.append("]");
  }

  private void object(Map<?, ?> map, int level) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    List<Map.Entry<Object, Object>> entries = new ArrayList<>(Values.asEntries(map).entrySet());
    if (sortKeys) {
      entries.sort(Comparator.comparing(Map.Entry::getKey, (a, b) -> Values.compare(a, b, budget)));
    }
    out.append("{");
    String separator = "";
    for (Map.Entry<Object, Object> entry : entries) {
      out.append(separator);
      newLine(level + 1);
      string(key(entry.getKey()));
      out.append(keySeparator);
      value(entry.getValue(), level + 1);
      separator = itemSeparator;
    }
    newLine(level);
    out.append("}");
  }

  private static MarkedText key(Object key) {
    return switch (key) {
      case MarkedText text -> text;
      case None none -> MarkedText.template("null");
      case Double d -> MarkedText.template(number(d));
      default -> MarkedText.template(key.toString());
    };
  }

  private void newLine(int level) {
    if (multiline) {
      out.append("\n" + indent.repeat(level));
    }
  }

  private void string(MarkedText text) {
    String characters = text.text();
    out.append("\"");
    for (int at = 0; at < characters.length(); at++) {
      String escaped = escape(characters.charAt(at));
      if (escaped.isEmpty()) {
        out.append(text, at, at + 1);
      } else {
        out.appendInstead(escaped, text, at, at + 1);
      }
    }
    out.append("\"");
  }

  private String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> c < ' ' || (ascii && c > '~') ? String.format("\\u%04x", (int) c) : "";
    };
  }
}
