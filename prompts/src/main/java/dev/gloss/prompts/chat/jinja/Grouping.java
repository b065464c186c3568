package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The filters that make lists of lists.
final class Grouping {
  private static final List<String> GROUP = List.of("grouper", "list");

  private Grouping() {}

  /// Pairs of a value and the items that have it, in the order of the values.
  static Object groupBy(Object value, Arguments arguments, Budget budget) {
    arguments.only("attribute", "default", "case_sensitive");
    UnaryOperator<Object> attribute = attribute(arguments, budget);
    boolean cased = arguments.flag(2, "case_sensitive");
    UnaryOperator<Object> key = item -> ListFilters.folded(attribute.apply(item), cased, budget);
    List<Object> groups = new ArrayList<>();
    List<Object> group = new ArrayList<>();
    Object last = None.NONE;
    for (Object item : Sorting.sorted(Values.iterate(value, budget), key::apply, false, budget)) {
      Object now = key.apply(item);
      if (group.isEmpty() || !Values.equal(last, now, budget)) {
        group = new ArrayList<>();
        // The value is shown as the first item has it, not in small letters.
        groups.add(new Tuple(List.of(attribute.apply(item), group), GROUP));
      }
      group.add(item);
      last = now;
    }
    return groups;
  }

  private static UnaryOperator<Object> attribute(Arguments arguments, Budget budget) {
    UnaryOperator<Object> path =
        Members.path(Printer.str(arguments.get(0, "attribute"), budget), budget);
    return item -> {
      Object found = path.apply(item);
      return found instanceof Undefined ? arguments.get(1, "default", found) : found;
    };
  }

  /// Lists of so many items, the last one filled up where something to fill it with is given.
  static Object batch(Object value, Arguments arguments, Budget budget) {
    int size = arguments.only("linecount", "fill_with").integer(0, "linecount", 0);
    List<Object> items = Values.iterate(value, budget);
    budget.list(items.size());
    List<Object> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += Math.max(1, size)) {
      int to = (int) Math.min((long) from + Math.max(1, size), items.size());
      batches.add(new ArrayList<>(items.subList(from, to)));
    }
    if (!batches.isEmpty() && arguments.has(1, "fill_with")) {
      List<Object> last = Values.asItems((List<?>) batches.getLast());
      while (last.size() < size) {
        budget.growList(last.size() + 1L);
        last.add(arguments.get(1, "fill_with"));
      }
    }
    return new Generated(batches);
  }

  /// So many lists, as long as each other but for one item, which is filled in where something is
  /// given for that.
  static Object slice(Object value, Arguments arguments, Budget budget) {
    int count = arguments.only("slices", "fill_with").integer(0, "slices", 0);
    if (count < 1) {
      throw new TemplateException(0, "'slice' needs a number of lists");
    }
    List<Object> items = Values.iterate(value, budget);
    budget.list(items.size());
    int shortest = items.size() / count;
    int longer = items.size() % count;
    List<Object> slices = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < count; i++) {
      budget.growList(slices.size() + 1L);
      int to = from + shortest + (i < longer ? 1 : 0);
      List<Object> slice = new ArrayList<>(items.subList(from, to));
      if (i >= longer && arguments.has(1, "fill_with")) {
        slice.add(arguments.get(1, "fill_with"));
      }
      slices.add(slice);
      from = to;
    }
    return new Generated(slices);
  }
}
