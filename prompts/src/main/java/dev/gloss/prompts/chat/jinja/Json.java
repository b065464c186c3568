package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes JSON with the white space of Python's `json.dumps`.
final class Json {
  private final Budget budget;
  private final MarkedText.Builder out;
  private final String indent;
  private final boolean multiline;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean ascii;
  private final boolean sortKeys;

  /// The options of `json.dumps` by their names there, in the order that chat templates know.
  private Json(Arguments arguments, Budget budget) {
    this.budget = budget;
    this.out = new MarkedText.Builder(budget);
    arguments.only("ensure_ascii", "indent", "separators", "sort_keys");
    this.ascii = arguments.flag(0, "ensure_ascii");
    this.multiline = arguments.has(1, "indent");
    this.indent = multiline ? indent(arguments.get(1, "indent"), budget) : "";
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

  private static String indent(Object given, Budget budget) {
    if (given instanceof MarkedText text) {
      return text.text();
    }
    long width = Math.max(0, Values.expectInteger(given, "indent"));
    budget.string(width);
    return " ".repeat((int) width);
  }

  private void value(Object value, int level) {
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
    budget.list(map.size());
    List<Map.Entry<Object, Object>> entries = new ArrayList<>(Values.asEntries(map).entrySet());
    if (sortKeys) {
      entries = Sorting.sorted(entries, Map.Entry::getKey, false, budget);
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
      out.append("\n");
      for (int i = 0; i < level && !indent.isEmpty(); i++) {
        out.append(indent);
      }
    }
  }

  private void string(MarkedText text) {
    budget.change(text.units());
    String characters = text.text();
    out.append("\"");
    int plain = 0;
    for (int at = 0; at < characters.length(); at++) {
      String escaped = escape(characters.charAt(at));
      if (!escaped.isEmpty()) {
        out.append(text, plain, at);
        out.appendInstead(escaped, text, at, at + 1);
        plain = at + 1;
      }
    }
    out.append(text, plain, text.units());
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
      default -> c < ' ' || (ascii && c > '~') ? "\\u" + Printer.hex(c, 4) : "";
    };
  }
}
