package dev.gloss.server.assist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gloss.inference.Engine;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

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
    JsonNode config;
    try {
      config = new ObjectMapper().readTree(FOLDER.resolve("tokenizer_config.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Dialogue.of(
        config.get("chat_template").asText(),
        Map.of(
            "bos_token",
            config.get("bos_token").asText(),
            "eos_token",
            config.get("eos_token").asText()),
        engine.tokenizer());
  }
}
