package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The methods of dicts, lists and tuples. Those that change their object are left out, as in
/// Python's immutable sandbox.
final class ContainerMethods {
  private ContainerMethods() {}

  static Object of(Map<?, ?> map, String name, Budget budget) {
    return switch (name) {
      case "items" -> Arguments.none(() -> items(map, budget));
      case "keys" -> Arguments.none(() -> Values.keys(map, budget));
      case "values" -> Arguments.none(() -> values(map, budget));
      case "get" -> (Callable) arguments -> get(map, arguments.only("key", "default"), budget);
      case "copy" -> Arguments.none(() -> copy(map, budget));
      default -> Undefined.member(map, name);
    };
  }

  static Object of(List<?> list, String name, Budget budget) {
    return switch (name) {
      case "index" -> (Callable) arguments -> index(list, arguments.only("value"), budget);
      case "count" -> (Callable) arguments -> count(list, arguments.only("value"), budget);
      default -> Undefined.member(list, name);
    };
  }

  /// A list of (key, value) tuples.
  static List<Object> items(Map<?, ?> map, Budget budget) {
    budget.newList(map.size());
    List<Object> items = new ArrayList<>(map.size());
    Values.asEntries(map).forEach((key, value) -> items.add(new Tuple(List.of(key, value))));
    return items;
  }

  private static List<Object> values(Map<?, ?> map, Budget budget) {
    budget.list(map.size());
    return new ArrayList<>(map.values());
  }

  private static Object copy(Map<?, ?> map, Budget budget) {
    budget.list(map.size());
    return new LinkedHashMap<>(map);
  }

  private static Object get(Map<?, ?> map, Arguments arguments, Budget budget) {
    Object found = map.get(Values.key(arguments.get(0, "key"), budget));
    return found == null ? arguments.get(1, "default", None.NONE) : found;
  }

  private static Object index(List<?> list, Arguments arguments, Budget budget) {
    for (int i = 0; i < list.size(); i++) {
      if (Values.equal(Values.asItems(list).get(i), arguments.get(0, "value"), budget)) {
        return (long) i;
      }
    }
    throw new TemplateException(0, "value is not in the list");
  }

  private static Object count(List<?> list, Arguments arguments, Budget budget) {
    Object wanted = arguments.get(0, "value");
    return Values.asItems(list).stream().filter(i -> Values.equal(i, wanted, budget)).count();
  }
}
