package dev.gloss.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.LenientJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chat template in a folder of Hugging Face layout: the file `chat_template.jinja`, which
/// newer exports have, or else `chat_template` in `tokenizer_config.json`.
final class FolderTemplate {
  private static final String FILE = "chat_template.jinja";
  private static final String CONFIG = "tokenizer_config.json";
  private static final String DEFAULT = "default";

  private FolderTemplate() {}

  /// The template, null where there is none.
  ///
  /// @throws ModelException if a file cannot be read
  static @Nullable ChatTemplateSource read(Path folder) {
    Path configFile = folder.resolve(CONFIG);
    JsonNode config =
        Files.exists(configFile) ? LenientJson.read(configFile) : MissingNode.getInstance();
    Path file = folder.resolve(FILE);
    String source = Files.isRegularFile(file) ? text(file) : source(config.path("chat_template"));
    return source == null ? null : new ChatTemplateSource(source, tokens(config));
  }

  /// A file that is no UTF-8 is no reason to refuse the model: U+FFFD stands for what it is
  /// instead.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ModelException("%s: cannot be read: %s".formatted(file, e), e);
    }
  }

  /// A string, or the one named `default` of several.
  private static @Nullable String source(JsonNode template) {
    if (template.isTextual()) {
      return template.textValue();
    }
    for (JsonNode named : template) {
      if (named.path("name").asText().equals(DEFAULT)) {
        return named.path("template").asText();
      }
    }
    return null;
  }

  private static Map<String, String> tokens(JsonNode config) {
    Map<String, String> tokens = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
      JsonNode token = config.path(name);
      String text = token.path("content").asText(token.asText(""));
      if (!text.isEmpty() && !token.isNull()) {
        tokens.put(name, text);
      }
    }
    return tokens;
  }
}
