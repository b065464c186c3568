package dev.gloss.server.trace;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What was asked for.
public enum Feature {
  /// Text at the cursor.
  @JsonProperty("complete")
  COMPLETE,
  /// What a piece of code does.
  @JsonProperty("explain")
  EXPLAIN,
  /// A question of a person in the panel.
  @JsonProperty("ask")
  ASK
}
