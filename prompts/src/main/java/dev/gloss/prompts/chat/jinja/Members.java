package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What `.name` and `[key]` find: entries, items, and the methods in [StringMethods] and
/// [ContainerMethods]. Nothing of Java's objects can be reached.
final class Members {
  private Members() {}

  /// `value.name`: for a dict its methods come before its entries.
  static Object attribute(Object value, String name, Budget budget) {
    if (value instanceof Undefined undefined) {
      throw undefined.error();
    }
    Object method = method(value, name, budget);
    if (method instanceof Undefined && value instanceof Map<?, ?> map) {
      Object entry = map.get(MarkedText.template(name));
      return entry == null ? method : entry;
    }
    return method;
  }

  /// `value[key]`.
  static Object item(Object value, Object key, Budget budget) {
    if (value instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (value instanceof Map<?, ?> map) {
      Object entry = map.get(Values.key(key, budget));
      if (entry != null) {
        return entry;
      }
    } else if (key instanceof Long || key instanceof Boolean) {
      return indexed(value, Values.expectInteger(key, "index"), budget);
    }
    if (key instanceof MarkedText name) {
      return method(value, name.text(), budget);
    }
    return new Undefined("'" + Values.typeName(value) + "' has no such item");
  }

  /// What `a.b.0` finds, which is how filters name attributes.
  static UnaryOperator<Object> path(MarkedText path, Budget budget) {
    budget.change(path.units());
    List<Object> keys = new ArrayList<>();
    for (String part : path.text().split("\\.", -1)) {
      budget.growList(keys.size() + 1L);
      keys.add(key(part));
    }
    return value -> {
      Object found = value;
      for (Object key : keys) {
        found = item(found, key, budget);
      }
      return found;
    };
  }

  private static Object key(String part) {
    boolean number =
        !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? (Object) Long.valueOf(part) : MarkedText.template(part);
  }

  private static Object indexed(Object value, long index, Budget budget) {
    return switch (value) {
      case List<?> list -> at(Values.asItems(list), index);
      case Tuple tuple -> at(tuple.items(), index);
      case MarkedText text -> {
        budget.work(text.units());
        long size = text.length();
        long from = index < 0 ? index + size : index;
        if (from < 0 || from >= size) {
          yield outOfRange(index);
        }
        int unit = text.unitOf((int) from);
        yield text.slice(unit, text.text().offsetByCodePoints(unit, 1));
      }
      default -> new Undefined("'" + Values.typeName(value) + "' has no item " + index);
    };
  }

  private static Object at(List<Object> items, long index) {
    long from = index < 0 ? index + items.size() : index;
    return from >= 0 && from < items.size() ? items.get((int) from) : outOfRange(index);
  }

  private static Undefined outOfRange(long index) {
    return new Undefined("there is no item " + index);
  }

  static Object method(Object value, String name, Budget budget) {
    return switch (value) {
      case MarkedText text -> StringMethods.of(text, name, budget);
      case Map<?, ?> map -> ContainerMethods.of(map, name, budget);
      case List<?> list -> ContainerMethods.of(list, name, budget);
      case Tuple tuple -> tuple.named(name, budget);
      case Loop loop -> loop.attribute(name);
      case Namespace namespace -> {
        Object found = namespace.attributes().get(name);
        yield found == null ? Undefined.member(value, name) : found;
      }
      default -> Undefined.member(value, name);
    };
  }
}
