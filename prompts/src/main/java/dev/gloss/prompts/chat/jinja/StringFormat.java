package dev.gloss.prompts.chat.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's `str.format`. What comes out of a format that holds data is data as a whole.
final class StringFormat {
  /// Fields inside of a field's format are as deep as it goes.
  private static final int DEEPEST = 2;

  private final Arguments arguments;
  private final @Nullable Map<Object, Object> mapping;
  private final Budget budget;
  private int nextPosition;
  private boolean numbered;

  private StringFormat(Arguments arguments, @Nullable Map<Object, Object> mapping, Budget budget) {
    this.arguments = arguments;
    this.mapping = mapping;
    this.budget = budget;
  }

  static MarkedText format(MarkedText text, Arguments arguments, Budget budget) {
    return new StringFormat(arguments, null, budget).filled(text, DEEPEST);
  }

  static MarkedText formatMap(MarkedText text, Object mapping, Budget budget) {
    if (!(mapping instanceof Map<?, ?> map)) {
      throw new TemplateException(0, "format_map needs a dict");
    }
    return new StringFormat(Arguments.NONE, Values.asEntries(map), budget).filled(text, DEEPEST);
  }

  private MarkedText filled(MarkedText text, int depth) {
    if (depth == 0) {
      throw new TemplateException(0, "fields of a format nest too deep");
    }
    budget.change(text.units());
    MarkedText.Builder out = new MarkedText.Builder(budget);
    String s = text.text();
    int literal = 0;
    for (int at = 0; at < s.length(); ) {
      char c = s.charAt(at);
      if (c != '{' && c != '}') {
        at++;
        continue;
      }
      boolean doubled = at + 1 < s.length() && s.charAt(at + 1) == c;
      out.append(text, literal, doubled ? at + 1 : at);
      if (doubled) {
        at += 2;
      } else if (c == '}') {
        throw new TemplateException(0, "single '}' in a format");
      } else {
        int close = close(s, at + 1);
        out.append(field(text.slice(at + 1, close), depth));
        at = close + 1;
      }
      literal = at;
    }
    out.append(text, literal, s.length());
    MarkedText made = out.build();
    return text.hasData() ? made.asData() : made;
  }

  /// Offset of the bracket that closes a field.
  private static int close(String s, int from) {
    int open = 1;
    for (int at = from; at < s.length(); at++) {
      char c = s.charAt(at);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return at;
      }
    }
    throw new TemplateException(0, "a field of a format is never closed by '}'");
  }

  /// `name!conversion:spec`.
  private MarkedText field(MarkedText field, int depth) {
    String s = field.text();
    int nameEnd = nameEnd(s);
    Object value = value(s.substring(0, nameEnd));
    int at = nameEnd;
    if (at < s.length() && s.charAt(at) == '!') {
      if (at + 1 >= s.length() || (at + 2 < s.length() && s.charAt(at + 2) != ':')) {
        throw new TemplateException(0, "expected ':' after the conversion of a field");
      }
      value = converted(value, s.charAt(at + 1));
      at += 2;
    }
    MarkedText spec = at < s.length() ? field.slice(at + 1) : MarkedText.EMPTY;
    if (spec.text().indexOf('{') >= 0 || spec.text().indexOf('}') >= 0) {
      spec = filled(spec, depth - 1);
    }
    if (spec.units() == 0) {
      return Printer.str(value, budget);
    }
    MarkedText made = FormatSpec.parse(spec.text()).format(value, budget);
    return spec.hasData() ? made.asData() : made;
  }

  /// A conversion or a format may stand inside of brackets, where they belong to a key.
  private static int nameEnd(String s) {
    boolean inKey = false;
    for (int at = 0; at < s.length(); at++) {
      char c = s.charAt(at);
      inKey = inKey ? c != ']' : c == '[';
      if (!inKey && (c == '!' || c == ':')) {
        return at;
      }
      if (c == '{') {
        throw new TemplateException(0, "unexpected '{' in the name of a field");
      }
    }
    return s.length();
  }

  private Object converted(Object value, char conversion) {
    return switch (conversion) {
      case 's' -> Printer.str(value, budget);
      case 'r' -> Printer.repr(value, budget);
      case 'a' -> PercentFormat.ascii(Printer.repr(value, budget), budget);
      default -> throw new TemplateException(0, "unknown conversion '!" + conversion + "'");
    };
  }

  /// `name`, `0` or nothing, then any number of `.name` and `[key]`.
  private Object value(String name) {
    int at = partEnd(name, 0);
    Object value = first(name.substring(0, at));
    while (at < name.length()) {
      budget.step();
      if (name.charAt(at) == '.') {
        int end = partEnd(name, at + 1);
        value = Members.attribute(value, part(name, at + 1, end), budget);
        at = end;
      } else if (name.charAt(at) == '[') {
        int end = name.indexOf(']', at);
        value = Members.item(value, key(part(name, at + 1, Math.max(at + 1, end))), budget);
        at = end + 1;
      } else {
        throw new TemplateException(0, "only '.' or '[' may follow ']' in a field");
      }
    }
    return value;
  }

  private static int partEnd(String name, int from) {
    int at = from;
    while (at < name.length() && name.charAt(at) != '.' && name.charAt(at) != '[') {
      at++;
    }
    return at;
  }

  private static String part(String name, int from, int to) {
    if (from >= to) {
      throw new TemplateException(0, "a part of the name of a field is empty");
    }
    return name.substring(from, to);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Object key(String text) {
    return isNumber(text) ? (Object) Long.valueOf(text) : MarkedText.template(text);
  }

  private Object first(String name) {
    if (mapping != null) {
      return found(mapping.get(MarkedText.template(name)), name);
    }
    if (!name.isEmpty() && !isNumber(name)) {
      return found(arguments.named().get(name), name);
    }
    boolean counts = name.isEmpty();
    if (counts ? numbered : nextPosition > 0) {
      throw new TemplateException(0, "a format has fields with and without numbers");
    }
    numbered = !counts;
    int position = counts ? nextPosition++ : Integer.parseInt(name);
    List<Object> positional = arguments.positional();
    return found(position < positional.size() ? positional.get(position) : null, name);
  }

  private static Object found(@Nullable Object value, String name) {
    if (value == null) {
      throw new TemplateException(0, "nothing is given for the field '" + name + "' of a format");
    }
    return value;
  }
}
