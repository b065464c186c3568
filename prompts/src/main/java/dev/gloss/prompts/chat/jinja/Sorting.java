package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Sorts as Python does: stable, by "less than" alone, each key computed once. Unlike Java's sort
/// it takes every order for an answer, also that of numbers which are none.
final class Sorting {
  private record Keyed<T>(T item, Object key) {}

  private Sorting() {}

  /// The items in ascending order of their keys, in descending one if `reverse`; items of one key
  /// stay in their order.
  static <T> List<T> sorted(
      List<T> items, Function<T, Object> key, boolean reverse, Budget budget) {
    budget.newList(items.size());
    List<Keyed<T>> from = new ArrayList<>(items.size());
    for (T item : items) {
      from.add(new Keyed<>(item, key.apply(item)));
    }
    List<Keyed<T>> to = new ArrayList<>(from);
    for (int run = 1; run < items.size(); run *= 2) {
      for (int start = 0; start < items.size(); start += 2 * run) {
        int middle = Math.min(start + run, items.size());
        merge(from, to, start, middle, Math.min(middle + run, items.size()), reverse, budget);
      }
      List<Keyed<T>> merged = to;
      to = from;
      from = merged;
    }
    List<T> sorted = new ArrayList<>(items.size());
    from.forEach(keyed -> sorted.add(keyed.item()));
    return sorted;
  }

  private static <T> void merge(
      List<Keyed<T>> from,
      List<Keyed<T>> to,
      int start,
      int middle,
      int end,
      boolean reverse,
      Budget budget) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takesRight =
          left >= middle
              || (right < end
                  && isBefore(from.get(right).key(), from.get(left).key(), reverse, budget));
      to.set(at, from.get(takesRight ? right++ : left++));
    }
  }

  private static boolean isBefore(Object a, Object b, boolean reverse, Budget budget) {
    return reverse ? Values.compare(b, a, budget) == -1 : Values.compare(a, b, budget) == -1;
  }
}
