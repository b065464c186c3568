package dev.gloss.prompts.chat.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names that can be seen at one place. Loops, macros and `set` blocks have a scope of their
/// own; what they assign is not seen outside.
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, Object> names = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  Object get(String name, Budget budget) {
    int levels = 0;
    Object value = null;
    for (Scope scope = this; value == null && scope != null; scope = scope.outer) {
      value = scope.names.get(name);
      levels++;
    }
    budget.change(levels);
    return value == null ? Undefined.name(name) : value;
  }

  void set(String name, Object value) {
    names.put(name, value);
  }
}
