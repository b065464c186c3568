package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;
import java.util.Map;

/// What one pattern found.
record Found(int pattern, Map<String, Span> captures) {
  Span of(String name) {
    return captures.getOrDefault(name, Span.NONE);
  }

  boolean has(String name) {
    return captures.containsKey(name);
  }
}
