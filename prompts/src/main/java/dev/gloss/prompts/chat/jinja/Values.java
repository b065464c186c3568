package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What templates work on, and Python's rules for it.
///
/// A value is a [None], [Boolean], [Long], [Double], [MarkedText], [List], [Tuple], [Map],
/// [Generated], [Namespace], [Loop], [Callable] or [Undefined]. Lists and maps are never compared
/// by Java's `equals`, which knows no limits.
final class Values {
  private Values() {}

  /// A Java value as a template's: null becomes `None`, strings become data or the template's own.
  ///
  /// @throws IllegalArgumentException for a type that templates do not know
  static Object of(@Nullable Object value, boolean data) {
    return switch (value) {
      case null -> None.NONE;
      case String s -> data ? MarkedText.data(s) : MarkedText.template(s);
      case Integer i -> (long) i;
      case Float f -> (double) f;
      case Long l -> l;
      case Double d -> d;
      case Boolean b -> b;
      case MarkedText t -> t;
      case None n -> n;
      case List<?> list -> {
        List<Object> items = new ArrayList<>(list.size());
        for (Object item : list) {
          items.add(of(item, data));
        }
        yield items;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> entries = new LinkedHashMap<>();
        map.forEach((key, item) -> entries.put(key(of(key, data)), of(item, data)));
        yield entries;
      }
      default ->
          throw new IllegalArgumentException(
              "a template variable cannot be a " + value.getClass().getName());
    };
  }

  static String typeName(Object value) {
    return switch (value) {
      case None n -> "None";
      case Boolean b -> "bool";
      case Long l -> "int";
      case Double d -> "float";
      case MarkedText t -> "str";
      case List<?> l -> "list";
      case Tuple t -> "tuple";
      case Map<?, ?> m -> "dict";
      case Generated g -> "generator";
      case Namespace n -> "namespace";
      case Loop l -> "loop";
      case Undefined u -> "undefined";
      default -> "function";
    };
  }

  static boolean truth(Object value) {
    return switch (value) {
      case None n -> false;
      case Undefined u -> false;
      case Boolean b -> b;
      case Long l -> l != 0;
      case Double d -> d != 0;
      case MarkedText t -> t.units() > 0;
      case List<?> l -> !l.isEmpty();
      case Tuple t -> !t.items().isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      default -> true;
    };
  }

  /// The items a loop walks over.
  static List<Object> iterate(Object value, Budget budget) {
    return switch (value) {
      case List<?> list -> asItems(list);
      case Tuple tuple -> tuple.items();
      case Generated generated -> generated.items();
      case Map<?, ?> map -> keys(map, budget);
      case MarkedText text -> characters(text, budget);
      case Undefined undefined -> List.of();
      default -> throw new TemplateException(0, "'" + typeName(value) + "' is not iterable");
    };
  }

  @SuppressWarnings("unchecked") // a template's lists hold objects and nothing else
  static List<Object> asItems(List<?> list) {
    return (List<Object>) list;
  }

  @SuppressWarnings("unchecked") // as above
  static Map<Object, Object> asEntries(Map<?, ?> map) {
    return (Map<Object, Object>) map;
  }

  /// The keys of a dict.
  static List<Object> keys(Map<?, ?> map, Budget budget) {
    budget.list(map.size());
    return new ArrayList<>(map.keySet());
  }

  private static List<Object> characters(MarkedText text, Budget budget) {
    budget.work(text.units());
    budget.newList(text.length());
    List<Object> characters = new ArrayList<>(text.length());
    for (int at = 0; at < text.units(); ) {
      int next = text.text().offsetByCodePoints(at, 1);
      characters.add(text.slice(at, next));
      at = next;
    }
    return characters;
  }

  static long length(Object value) {
    return switch (value) {
      case MarkedText text -> text.length();
      case List<?> list -> list.size();
      case Tuple tuple -> tuple.items().size();
      case Map<?, ?> map -> map.size();
      case Undefined undefined -> 0;
      default -> throw new TemplateException(0, "'" + typeName(value) + "' has no length");
    };
  }

  static MarkedText expectText(Object value, String what) {
    if (value instanceof MarkedText text) {
      return text;
    }
    throw new TemplateException(
        0, "'" + what + "' must be a string, found '" + typeName(value) + "'");
  }

  static long expectInteger(Object value, String what) {
    return switch (value) {
      case Long l -> l;
      case Boolean b -> b ? 1 : 0;
      case Undefined undefined -> throw undefined.error();
      default ->
          throw new TemplateException(
              0, "'" + what + "' must be an integer, found '" + typeName(value) + "'");
    };
  }

  /// The same, counting the look-up.
  static Object key(Object value, Budget budget) {
    // What has the same hash is compared.
    budget.work(value instanceof MarkedText text ? text.units() : 1);
    return key(value);
  }

  /// Refuses what cannot be a key of a dict.
  static Object key(Object value) {
    return switch (value) {
      case MarkedText t -> t;
      case Long l -> l;
      case None n -> n;
      // True and 1 and 1.0 are one key in Python.
      case Boolean b -> (long) (b ? 1 : 0);
      case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 -> (long) (double) d;
      case Double d -> d;
      case Undefined undefined -> throw undefined.error();
      default -> throw new TemplateException(0, "'" + typeName(value) + "' cannot be a key");
    };
  }

  /// Python's `==`.
  @SuppressWarnings(
      "ReferenceEquality") // what is left there is equal to itself alone, as in Python
  static boolean equal(Object a, Object b, Budget budget) {
    budget.step();
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b) == 0;
    }
    return switch (a) {
      case MarkedText text -> b instanceof MarkedText other && equalTexts(text, other, budget);
      case List<?> list -> b instanceof List<?> other && equalItems(list, other, budget);
      case Tuple tuple ->
          b instanceof Tuple other && equalItems(tuple.items(), other.items(), budget);
      case Map<?, ?> map -> b instanceof Map<?, ?> other && equalEntries(map, other, budget);
      case Undefined undefined -> b instanceof Undefined;
      default -> a == b;
    };
  }

  private static boolean equalTexts(MarkedText a, MarkedText b, Budget budget) {
    if (a.units() != b.units()) {
      return false;
    }
    budget.work(a.units());
    return a.equals(b);
  }

  private static boolean equalItems(List<?> a, List<?> b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    budget.enter();
    boolean equal = true;
    for (int i = 0; equal && i < a.size(); i++) {
      equal = equal(asItems(a).get(i), asItems(b).get(i), budget);
    }
    budget.leave();
    return equal;
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    budget.enter();
    boolean equal = true;
    for (Map.Entry<Object, Object> entry : asEntries(a).entrySet()) {
      Object other = asEntries(b).get(key(entry.getKey(), budget));
      equal = equal && other != null && equal(entry.getValue(), other, budget);
    }
    budget.leave();
    return equal;
  }

  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  static double toDouble(Object number) {
    return switch (number) {
      case Double d -> d;
      case Boolean b -> b ? 1 : 0;
      default -> (double) (Long) number;
    };
  }

  private static int compareNumbers(Object a, Object b) {
    if (a instanceof Double || b instanceof Double) {
      double x = toDouble(a);
      double y = toDouble(b);
      return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }
    return Long.compare(expectInteger(a, "left"), expectInteger(b, "right"));
  }

  /// Python's order of numbers, strings, lists and tuples; 2 where a NaN is in it.
  static int compare(Object a, Object b, Budget budget) {
    budget.step();
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b);
    }
    if (a instanceof MarkedText x && b instanceof MarkedText y) {
      budget.work(Math.min(x.units(), y.units()));
      return Integer.signum(x.compareTo(y));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return compareItems(x, y, budget);
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return compareItems(x.items(), y.items(), budget);
    }
    Object undefined = a instanceof Undefined ? a : b;
    if (undefined instanceof Undefined u) {
      throw u.error();
    }
    throw new TemplateException(0, "'" + typeName(a) + "' and '" + typeName(b) + "' have no order");
  }

  private static int compareItems(List<?> a, List<?> b, Budget budget) {
    budget.enter();
    int result = 0;
    for (int i = 0; result == 0 && i < Math.min(a.size(), b.size()); i++) {
      Object x = asItems(a).get(i);
      Object y = asItems(b).get(i);
      result = equal(x, y, budget) ? 0 : compare(x, y, budget);
    }
    budget.leave();
    return result != 0 ? result : Integer.compare(a.size(), b.size());
  }

  /// Python's `in`.
  static boolean contains(Object container, Object value, Budget budget) {
    if (container instanceof MarkedText text) {
      return new TextSearch(text, expectText(value, "left of in"), budget).next(0) >= 0;
    }
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(key(value, budget));
    }
    return iterate(container, budget).stream().anyMatch(item -> equal(item, value, budget));
  }
}
