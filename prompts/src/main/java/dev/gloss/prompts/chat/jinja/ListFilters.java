package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The filters that work on lists.
final class ListFilters {
  static final Map<String, Filter> BY_NAME =
      Map.ofEntries(
          Map.entry("length", (v, a, b) -> Values.length(v)),
          Map.entry("count", (v, a, b) -> Values.length(v)),
          Map.entry("first", (v, a, b) -> first(Values.iterate(v, b))),
          Map.entry("last", (v, a, b) -> first(Values.iterate(v, b).reversed())),
          Map.entry("groupby", Grouping::groupBy),
          Map.entry("batch", Grouping::batch),
          Map.entry("slice", Grouping::slice),
          Map.entry("list", (v, a, b) -> Filters.copy(Values.iterate(v, b), b)),
          Map.entry("join", ListFilters::join),
          Map.entry("reverse", ListFilters::reverse),
          Map.entry("items", ListFilters::items),
          Map.entry("dictsort", ListFilters::dictSort),
          Map.entry("sort", ListFilters::sort),
          Map.entry("unique", ListFilters::unique),
          Map.entry("min", (v, a, b) -> extreme(v, a, b, -1)),
          Map.entry("max", (v, a, b) -> extreme(v, a, b, 1)),
          Map.entry("sum", ListFilters::sum),
          Map.entry("map", ListFilters::map),
          Map.entry("select", (v, a, b) -> filtered(v, b, matches(a, 0, b))),
          Map.entry("reject", (v, a, b) -> filtered(v, b, matches(a, 0, b).negate())),
          Map.entry("selectattr", (v, a, b) -> filtered(v, b, attributeMatches(a, b))),
          Map.entry("rejectattr", (v, a, b) -> filtered(v, b, attributeMatches(a, b).negate())));

  private ListFilters() {}

  private static Object first(List<Object> items) {
    return items.isEmpty() ? new Undefined("the list is empty") : items.getFirst();
  }

  private static Object join(Object value, Arguments arguments, Budget budget) {
    arguments.only("d", "attribute");
    MarkedText separator = Printer.str(arguments.get(0, "d", MarkedText.EMPTY), budget);
    UnaryOperator<Object> attribute = attribute(arguments, 1, budget);
    List<Object> texts = new ArrayList<>();
    for (Object item : Values.iterate(value, budget)) {
      texts.add(Printer.str(attribute.apply(item), budget));
    }
    return StringMethods.join(separator, texts, budget);
  }

  /// The attribute that an argument names, or the item itself where none is named.
  private static UnaryOperator<Object> attribute(Arguments arguments, int at, Budget budget) {
    return arguments.has(at, "attribute")
        ? Members.path(Printer.str(arguments.get(at, "attribute"), budget), budget)
        : item -> item;
  }

  private static Object reverse(Object value, Arguments arguments, Budget budget) {
    if (value instanceof MarkedText text) {
      return new Slicer(null, null, -1L).of(text, budget);
    }
    return new Generated(Filters.copy(Values.iterate(value, budget).reversed(), budget));
  }

  private static Object items(Object value, Arguments arguments, Budget budget) {
    return switch (value) {
      case Undefined undefined -> new Generated(List.of());
      case Map<?, ?> map -> new Generated(ContainerMethods.items(map, budget));
      default ->
          throw new TemplateException(
              0, "'items' needs a dict, found '" + Values.typeName(value) + "'");
    };
  }

  private static Object dictSort(Object value, Arguments arguments, Budget budget) {
    arguments.only("case_sensitive", "by", "reverse");
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException(
          0, "'dictsort' needs a dict, found '" + Values.typeName(value) + "'");
    }
    String by = arguments.text(1, "by", "key").text();
    if (!by.equals("key") && !by.equals("value")) {
      throw new TemplateException(0, "'by' must be 'key' or 'value', found '" + by + "'");
    }
    List<Object> items = ContainerMethods.items(map, budget);
    boolean cased = arguments.flag(0, "case_sensitive");
    int column = by.equals("key") ? 0 : 1;
    return Sorting.sorted(
        items,
        i -> folded(((Tuple) i).items().get(column), cased, budget),
        arguments.flag(2, "reverse"),
        budget);
  }

  private static Object sort(Object value, Arguments arguments, Budget budget) {
    arguments.only("reverse", "case_sensitive", "attribute");
    boolean cased = arguments.flag(1, "case_sensitive");
    UnaryOperator<Object> key = sortKey(arguments, cased, budget);
    return Sorting.sorted(
        Values.iterate(value, budget), key::apply, arguments.flag(0, "reverse"), budget);
  }

  /// One attribute, or several with commas between them.
  private static UnaryOperator<Object> sortKey(Arguments arguments, boolean cased, Budget budget) {
    String paths = arguments.has(2, "attribute") ? attributeName(arguments, budget) : "";
    if (paths.indexOf(',') < 0) {
      UnaryOperator<Object> attribute = attribute(arguments, 2, budget);
      return item -> folded(attribute.apply(item), cased, budget);
    }
    List<UnaryOperator<Object>> attributes = new ArrayList<>();
    for (String path : paths.split(",", -1)) {
      attributes.add(Members.path(MarkedText.template(path), budget));
      budget.growList(attributes.size());
    }
    return item -> {
      List<Object> keys = new ArrayList<>();
      attributes.forEach(attribute -> keys.add(folded(attribute.apply(item), cased, budget)));
      return new Tuple(keys);
    };
  }

  private static String attributeName(Arguments arguments, Budget budget) {
    return Printer.str(arguments.get(2, "attribute"), budget).text();
  }

  /// In small letters, unless large ones count.
  static Object folded(Object value, boolean cased, Budget budget) {
    if (cased || !(value instanceof MarkedText text)) {
      return value;
    }
    budget.change(text.units());
    return text.map(s -> s.toLowerCase(Locale.ROOT));
  }

  private static Object unique(Object value, Arguments arguments, Budget budget) {
    arguments.only("case_sensitive", "attribute");
    UnaryOperator<Object> attribute = attribute(arguments, 1, budget);
    boolean cased = arguments.flag(0, "case_sensitive");
    Set<Object> seen = new HashSet<>();
    return filtered(
        value,
        budget,
        item -> seen.add(Values.key(folded(attribute.apply(item), cased, budget), budget)));
  }

  private static Object extreme(Object value, Arguments arguments, Budget budget, int sign) {
    arguments.only("case_sensitive", "attribute");
    UnaryOperator<Object> attribute = attribute(arguments, 1, budget);
    boolean cased = arguments.flag(0, "case_sensitive");
    List<Object> items = Values.iterate(value, budget);
    Object best = first(items);
    Object bestKey = items.isEmpty() ? best : folded(attribute.apply(best), cased, budget);
    for (Object item : items) {
      Object key = folded(attribute.apply(item), cased, budget);
      if (Values.compare(key, bestKey, budget) == sign) {
        best = item;
        bestKey = key;
      }
    }
    return best;
  }

  private static Object sum(Object value, Arguments arguments, Budget budget) {
    arguments.only("attribute", "start");
    UnaryOperator<Object> attribute = attribute(arguments, 0, budget);
    Object sum = arguments.get(1, "start", 0L);
    for (Object item : Values.iterate(value, budget)) {
      budget.step();
      sum = Operators.arithmetic("+", sum, attribute.apply(item), budget);
    }
    return sum;
  }

  private static Object map(Object value, Arguments arguments, Budget budget) {
    List<Object> mapped = new ArrayList<>();
    if (!Values.truth(value)) {
      return new Generated(mapped);
    }
    if (arguments.positional().isEmpty()) {
      arguments.only("attribute", "default");
      UnaryOperator<Object> attribute = attribute(arguments, 0, budget);
      for (Object item : Values.iterate(value, budget)) {
        budget.step();
        Object found = attribute.apply(item);
        mapped.add(found instanceof Undefined ? arguments.get(1, "default", found) : found);
      }
    } else {
      Filter filter = Filters.named(arguments.text(0, "filter").text(), 0);
      for (Object item : Values.iterate(value, budget)) {
        mapped.add(filter.apply(item, arguments.after(1), budget));
      }
    }
    return new Generated(mapped);
  }

  /// Of nothing, also of none, nothing is left.
  private static Generated filtered(Object value, Budget budget, Predicate<Object> keep) {
    List<Object> items = Values.truth(value) ? Values.iterate(value, budget) : List.of();
    budget.newList(items.size());
    return new Generated(items.stream().filter(keep).toList());
  }

  /// The test that arguments name, from position `at` on; truth where they name none.
  private static Predicate<Object> matches(Arguments arguments, int at, Budget budget) {
    if (arguments.positional().size() <= at) {
      return Values::truth;
    }
    String name = Values.expectText(arguments.positional().get(at), "test").text();
    ValueTest test = ValueTests.named(name, 0);
    Arguments rest = arguments.after(at + 1);
    return item -> test.holds(item, rest, budget);
  }

  private static Predicate<Object> attributeMatches(Arguments arguments, Budget budget) {
    MarkedText path = Printer.str(arguments.get(0, "attribute"), budget);
    UnaryOperator<Object> attribute = Members.path(path, budget);
    Predicate<Object> matches = matches(arguments, 1, budget);
    return item -> matches.test(attribute.apply(item));
  }
}
