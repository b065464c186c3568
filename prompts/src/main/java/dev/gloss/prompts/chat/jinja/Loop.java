package dev.gloss.prompts.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `loop` variable. Mutable; belongs to one rendering.
final class Loop {
  private final List<Object> items;
  private final Budget budget;
  private int index0 = -1;
  private @Nullable List<Object> lastChanged;

  Loop(List<Object> items, Budget budget) {
    this.items = items;
    this.budget = budget;
  }

  void advance() {
    index0++;
  }

  Object attribute(String name) {
    long size = items.size();
    return switch (name) {
      case "index" -> index0 + 1L;
      case "index0" -> (long) index0;
      case "revindex" -> size - index0;
      case "revindex0" -> size - index0 - 1;
      case "first" -> index0 == 0;
      case "last" -> index0 == size - 1;
      case "length" -> size;
      // Only recursive loops are deeper, and there are none here.
      case "depth" -> 1L;
      case "depth0" -> 0L;
      case "previtem" ->
          index0 > 0 ? items.get(index0 - 1) : new Undefined("there is no previous item");
      case "nextitem" ->
          index0 + 1 < size ? items.get(index0 + 1) : new Undefined("there is no next item");
      case "cycle" -> (Callable) this::cycle;
      case "changed" -> (Callable) this::changed;
      default -> Undefined.member(this, name);
    };
  }

  private Object cycle(Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      throw new TemplateException(0, "loop.cycle needs values");
    }
    return arguments.positional().get(index0 % arguments.positional().size());
  }

  private Object changed(Arguments arguments) {
    List<Object> now = arguments.positional();
    List<Object> before = lastChanged;
    lastChanged = now;
    return before == null || !Values.equal(before, now, budget);
  }
}
