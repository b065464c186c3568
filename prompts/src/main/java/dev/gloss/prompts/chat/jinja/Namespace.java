package dev.gloss.prompts.chat.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/// What `namespace()` makes: the one value whose attributes can be set.
record Namespace(Map<String, Object> attributes) {
  Namespace() {
    this(new LinkedHashMap<>());
  }
}
