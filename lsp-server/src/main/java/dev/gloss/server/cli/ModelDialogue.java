package dev.gloss.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import dev.gloss.prompts.chat.ChatMessage;
import dev.gloss.prompts.chat.ChatTemplate;
import dev.gloss.prompts.chat.SpecialTokens;
import dev.gloss.prompts.chat.jinja.TemplateException;
import dev.gloss.server.assist.Dialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The chat template that comes with a model, in `tokenizer_config.json`.
final class ModelDialogue implements Dialogue {
  private static final String FILE = "tokenizer_config.json";
  private static final String DEFAULT_TEMPLATE = "default";

  private final ChatTemplate template;

  private ModelDialogue(ChatTemplate template) {
    this.template = template;
  }

  /// Reads a model's template.
  ///
  /// @return empty where the model has none
  /// @throws ModelException if the file or the template cannot be used; the message names the field
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
        .map(source -> parse(file, source, config, tokenizer));
  }

  private static Dialogue parse(Path file, String source, JsonNode config, Tokenizer tokenizer) {
    Set<String> specials =
        IntStream.range(0, tokenizer.vocabularySize())
            .filter(tokenizer::isSpecial)
            .mapToObj(tokenizer::decode)
            .collect(Collectors.toSet());
    Map<String, String> variables = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
      JsonNode token = config.path(name);
      String text = token.path("content").asText(token.asText(""));
      if (!text.isEmpty() && !token.isNull()) {
        variables.put(name, text);
      }
    }
    try {
      return new ModelDialogue(ChatTemplate.parse(source, SpecialTokens.of(specials), variables));
    } catch (TemplateException e) {
      throw new ModelException(file + ": chat_template: " + e.getMessage(), e);
    }
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

  @Override
  public Prompt ask(String message) {
    return template.render(List.of(ChatMessage.user(message)), true);
  }

  @Override
  public boolean startsInThink() {
    List<Prompt.Part> parts = ask("").parts().reversed();
    return parts.stream()
        .filter(part -> !(part instanceof Prompt.Text(String text) && text.isBlank()))
        .findFirst()
        .filter(new Prompt.Special("<think>")::equals)
        .isPresent();
  }
}
