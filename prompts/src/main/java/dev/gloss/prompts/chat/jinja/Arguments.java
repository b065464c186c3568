package dev.gloss.prompts.chat.jinja;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The evaluated arguments of a call, by position and by name.
///
/// @param positional in order
/// @param named without duplicates
record Arguments(List<Object> positional, Map<String, Object> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /// A function without parameters.
  static Callable none(Supplier<Object> result) {
    return arguments -> {
      arguments.only();
      return result.get();
    };
  }

  /// Refuses arguments that `names` does not know; returns this.
  Arguments only(String... names) {
    if (positional.size() > names.length) {
      throw new TemplateException(
          0, "expected at most " + names.length + " arguments, found " + positional.size());
    }
    Set<String> known = Set.of(names);
    for (String name : named.keySet()) {
      if (!known.contains(name)) {
        throw new TemplateException(0, "unexpected argument '" + name + "'");
      }
    }
    for (int i = 0; i < positional.size(); i++) {
      if (named.containsKey(names[i])) {
        throw new TemplateException(0, "argument '" + names[i] + "' is given twice");
      }
    }
    return this;
  }

  /// The arguments without the first `count` positional ones.
  Arguments after(int count) {
    return new Arguments(
        positional.subList(Math.min(count, positional.size()), positional.size()), named);
  }

  @Nullable Object find(int position, String name) {
    return position < positional.size() ? positional.get(position) : named.get(name);
  }

  Object get(int position, String name) {
    Object found = find(position, name);
    if (found == null) {
      throw new TemplateException(0, "argument '" + name + "' is missing");
    }
    return found;
  }

  Object get(int position, String name, Object byDefault) {
    Object found = find(position, name);
    return found == null ? byDefault : found;
  }

  boolean flag(int position, String name) {
    return Values.truth(get(position, name, false));
  }

  boolean has(int position, String name) {
    Object found = find(position, name);
    return found != null && found != None.NONE;
  }

  MarkedText text(int position, String name) {
    return Values.expectText(get(position, name), name);
  }

  MarkedText text(int position, String name, String byDefault) {
    return Values.expectText(get(position, name, MarkedText.template(byDefault)), name);
  }

  /// An integer that fits an `int`; larger ones are bounded to its range.
  int integer(int position, String name, int byDefault) {
    Object found = get(position, name, (long) byDefault);
    return Math.clamp(Values.expectInteger(found, name), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
