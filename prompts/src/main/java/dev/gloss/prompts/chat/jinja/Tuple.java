package dev.gloss.prompts.chat.jinja;

import java.util.List;

/// A Python tuple.
///
/// @param names by which its items are known too, in order; empty for a plain one
record Tuple(List<Object> items, List<String> names) {
  Tuple(List<Object> items) {
    this(items, List.of());
  }

  /// What a name stands for.
  Object named(String name, Budget budget) {
    int at = names.indexOf(name);
    return at < 0 ? ContainerMethods.of(items, name, budget) : items.get(at);
  }
}
