package dev.gloss.server.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The one place where trace events become JSON, and come back from it.
public final class TraceJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private TraceJson() {}

  /// The event as `$/gloss/trace` carries it, on one line.
  public static String write(TraceEvent event) {
    try {
      return MAPPER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers always have a JSON", e);
    }
  }

  /// An event from its JSON; unknown fields are passed over.
  ///
  /// @throws IllegalArgumentException if it is no trace event; the message says why
  public static TraceEvent readEvent(String json) {
    try {
      return MAPPER.readValue(json, TraceEvent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a trace event: " + e.getOriginalMessage(), e);
    }
  }
}
