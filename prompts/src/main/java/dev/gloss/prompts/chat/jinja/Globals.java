package dev.gloss.prompts.chat.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The functions that every template can call.
final class Globals {
  private Globals() {}

  static Scope scope(Budget budget, Supplier<LocalDateTime> now) {
    Scope scope = new Scope(null);
    scope.set("range", (Callable) arguments -> range(arguments, budget));
    scope.set("dict", (Callable) arguments -> dict(arguments, budget));
    scope.set("namespace", (Callable) arguments -> namespace(arguments, budget));
    scope.set("raise_exception", (Callable) Globals::raise);
    scope.set(
        "strftime_now",
        (Callable) a -> Strftime.format(now.get(), a.only("format").text(0, "format"), budget));
    return scope;
  }

  private static Object range(Arguments arguments, Budget budget) {
    arguments.only("start", "stop", "step");
    boolean single = arguments.positional().size() == 1;
    long start = single ? 0 : Values.expectInteger(arguments.get(0, "start"), "start");
    long stop = Values.expectInteger(arguments.get(single ? 0 : 1, "stop"), "stop");
    long step = arguments.integer(2, "step", 1);
    if (step == 0) {
      throw new TemplateException(0, "range() needs a step other than 0");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      numbers.add(i);
      budget.growList(numbers.size());
    }
    return numbers;
  }

  private static Object dict(Arguments arguments, Budget budget) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    if (!arguments.positional().isEmpty()) {
      if (!(arguments.positional().getFirst() instanceof Map<?, ?> map)) {
        throw new TemplateException(0, "dict() takes a dict or names");
      }
      budget.list(map.size());
      entries.putAll(map);
    }
    arguments.named().forEach((name, value) -> entries.put(MarkedText.template(name), value));
    return entries;
  }

  private static Object namespace(Arguments arguments, Budget budget) {
    Namespace namespace = new Namespace();
    if (!arguments.positional().isEmpty()) {
      if (!(arguments.positional().getFirst() instanceof Map<?, ?> map)) {
        throw new TemplateException(0, "namespace() takes a dict or names");
      }
      budget.list(map.size());
      Values.asEntries(map)
          .forEach(
              (key, value) ->
                  namespace.attributes().put(Values.expectText(key, "key").text(), value));
    }
    namespace.attributes().putAll(arguments.named());
    return namespace;
  }

  private static Object raise(Arguments arguments) {
    throw new TemplateException(
        0, "the template refuses: " + arguments.only("message").text(0, "message").text());
  }
}
