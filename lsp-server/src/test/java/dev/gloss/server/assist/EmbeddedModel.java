package dev.gloss.server.assist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gloss.inference.Engine;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.prompts.chat.ChatMessage;
import dev.gloss.prompts.chat.ChatTemplate;
import dev.gloss.prompts.chat.SpecialTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The model that comes with the repository, in a real engine, opened once for all tests that ask
/// it.
public final class EmbeddedModel {
  private static final Path FOLDER =
      Path.of(System.getProperty("gloss.root"), "inference", "embedded-model");

  private static final Assistant.Model MODEL = open();

  private EmbeddedModel() {}

  /// The model with its chat template.
  public static Assistant.Model get() {
    return MODEL;
  }

  private static Assistant.Model open() {
    Engine engine = LocalEngine.open(FOLDER, EngineOptions.defaults().withThreads(2));
    return new Assistant.Model(engine, dialogue(engine));
  }

  private static Dialogue dialogue(Engine engine) {
    List<String> special =
        IntStream.range(0, engine.tokenizer().vocabularySize())
            .filter(engine.tokenizer()::isSpecial)
            .mapToObj(engine.tokenizer()::decode)
            .toList();
    JsonNode config;
    try {
      config = new ObjectMapper().readTree(FOLDER.resolve("tokenizer_config.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ChatTemplate template =
        ChatTemplate.parse(
            config.get("chat_template").asText(),
            SpecialTokens.of(special),
            Map.of(
                "bos_token",
                config.get("bos_token").asText(),
                "eos_token",
                config.get("eos_token").asText()));
    return new Dialogue() {
      @Override
      public Prompt ask(String message) {
        return template.render(List.of(ChatMessage.user(message)), true);
      }

      @Override
      public boolean startsInThink() {
        return false;
      }
    };
  }
}
