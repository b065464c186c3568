package dev.gloss.server.trace;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a request ended.
public enum TraceFinish {
  /// The model was done, or its text was complete for what was asked.
  @JsonProperty("stop")
  STOP,
  /// The limit of tokens was reached.
  @JsonProperty("length")
  LENGTH,
  /// The person or the editor took it back.
  @JsonProperty("cancelled")
  CANCELLED,
  /// A newer request for the same document took its place.
  @JsonProperty("superseded")
  SUPERSEDED,
  /// There was a text, but it was not good enough to be shown; the note says why.
  @JsonProperty("rejected")
  REJECTED
}
