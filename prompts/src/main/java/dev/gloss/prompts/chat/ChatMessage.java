package dev.gloss.prompts.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message of a dialogue.
///
/// @param role who speaks: `system`, `user`, `assistant`, `tool`; lower case letters and
///   underscores. Templates may build special tokens from it, so it is the one field that is not
///   data
/// @param content what was said; null in an assistant's message that only calls tools
/// @param extra further fields by their names in templates, such as `tool_calls`: strings, numbers,
///   booleans, lists, maps and nulls
public record ChatMessage(String role, @Nullable String content, Map<String, Object> extra) {

  /// Copies the map.
  ///
  /// @throws IllegalArgumentException for a role with other characters, or an extra field of the
  ///   name of another component
  public ChatMessage {
    if (!role.matches("[a-z_]{1,32}")) {
      throw new IllegalArgumentException(
          "message role '" + role + "': expected 1 to 32 lower case letters and underscores");
    }
    for (String name : extra.keySet()) {
      if (name.equals("role") || name.equals("content")) {
        throw new IllegalArgumentException("message field '" + name + "' is given twice");
      }
    }
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /// A message without further fields.
  public ChatMessage(String role, String content) {
    this(role, content, Map.of());
  }

  /// What the person asks.
  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }

  /// How the model is to behave.
  public static ChatMessage system(String content) {
    return new ChatMessage("system", content);
  }

  /// What the model answered before.
  public static ChatMessage assistant(String content) {
    return new ChatMessage("assistant", content);
  }
}
