package dev.gloss.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.Tokenizer;
import dev.gloss.server.assist.Dialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chat template that comes with a model, in `tokenizer_config.json`.
final class ModelDialogue {
  private static final String FILE = "tokenizer_config.json";
  private static final String DEFAULT_TEMPLATE = "default";

  private ModelDialogue() {}

  /// Reads a model's template.
  ///
  /// @return empty where the model has none
  /// @throws ModelException if the file cannot be used
  static Optional<Dialogue> read(Path folder, Tokenizer tokenizer) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode config;
    try {
      config = new JsonMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new ModelException(file + ": expected JSON: " + e.getMessage(), e);
    }
    return source(config.path("chat_template"))
        .map(source -> Dialogue.of(source, tokens(config), tokenizer));
  }

  private static Map<String, String> tokens(JsonNode config) {
    Map<String, String> variables = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
      JsonNode token = config.path(name);
      String text = token.path("content").asText(token.asText(""));
      if (!text.isEmpty() && !token.isNull()) {
        variables.put(name, text);
      }
    }
    return variables;
  }

  /// The template's text: a string, or the one named `default` of several.
  private static Optional<String> source(JsonNode template) {
    if (template.isTextual()) {
      return Optional.of(template.asText());
    }
    for (JsonNode named : template) {
      if (named.path("name").asText().equals(DEFAULT_TEMPLATE)) {
        return Optional.of(named.path("template").asText());
      }
    }
    return Optional.empty();
  }
}
