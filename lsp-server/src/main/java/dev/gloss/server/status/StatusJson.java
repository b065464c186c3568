package dev.gloss.server.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The one place where a state becomes JSON.
public final class StatusJson {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private StatusJson() {}

  /// The state as `$/gloss/status` carries it, on one line.
  public static String write(GlossStatus status) {
    try {
      return MAPPER.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings always have a JSON", e);
    }
  }
}
