package dev.gloss.inference.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.checkpoint.LenientJson;
import dev.gloss.inference.checkpoint.ModelReadme;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tokenizer.GgufVocabulary;
import dev.gloss.inference.tokenizer.HuggingFaceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model in a folder in Hugging Face layout.
final class HuggingFaceSource implements SourceModel {

  private static final JsonMapper JSON = LenientJson.mapper();

  /// What is copied as it is: everything about text and terms.
  private static final List<String> COPIED =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja",
          ModelReadme.NAME,
          "LICENSE",
          "LICENSE.txt",
          "LICENSE.md",
          "NOTICE");

  private final Path folder;
  private final CheckpointModel model;
  private final ObjectNode tokenizerConfig;
  private @Nullable GgufVocabulary vocabulary;

  private HuggingFaceSource(Path folder, CheckpointModel model, ObjectNode tokenizerConfig) {
    this.folder = folder;
    this.model = model;
    this.tokenizerConfig = tokenizerConfig;
  }

  /// Opens a folder.
  ///
  /// @throws ModelException if it cannot be used
  static HuggingFaceSource open(Path folder) {
    ObjectNode tokenizerConfig = read(folder.resolve("tokenizer_config.json"));
    return new HuggingFaceSource(
        folder,
        CheckpointModel.open(folder),
        tokenizerConfig == null ? JSON.createObjectNode() : tokenizerConfig);
  }

  private static @Nullable ObjectNode read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new ModelException(file + ": is no JSON object, expected one");
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "model" : name.toString();
  }

  @Override
  public @Nullable String licence() {
    return ModelReadme.licence(folder);
  }

  @Override
  public DecoderConfig config() {
    return model.config();
  }

  @Override
  public ModelWeights weights() {
    return model.weights();
  }

  @Override
  public ObjectNode configJson() {
    ObjectNode config = read(folder.resolve("config.json"));
    if (config == null) {
      throw new ModelException(folder + ": config.json is missing, expected one");
    }
    config.remove(List.of("torch_dtype", "dtype", "quantization_config"));
    return config;
  }

  @Override
  public @Nullable ObjectNode generationConfigJson() {
    return read(folder.resolve("generation_config.json"));
  }

  @Override
  public @Nullable GgufVocabulary vocabulary() {
    GgufVocabulary read = vocabulary;
    if (read == null && Files.exists(folder.resolve("tokenizer.json"))) {
      read = HuggingFaceVocabulary.read(folder, model.config().vocabSize());
      vocabulary = read;
    }
    return read;
  }

  /// A token is written as its text or as an object with a `content`.
  @Override
  public @Nullable Integer paddingId() {
    JsonNode pad = tokenizerConfig.path("pad_token");
    String text = pad.isObject() ? pad.path("content").textValue() : pad.textValue();
    GgufVocabulary known = vocabulary();
    int id = text == null || known == null ? -1 : known.tokens().indexOf(text);
    return id < 0 ? null : id;
  }

  /// In a file of its own, or in `tokenizer_config.json`: one text, or several by name.
  @Override
  public @Nullable String chatTemplate() {
    Path file = folder.resolve("chat_template.jinja");
    if (Files.exists(file)) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
      }
    }
    JsonNode template = tokenizerConfig.path("chat_template");
    for (JsonNode named : template) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").textValue();
      }
    }
    return template.textValue();
  }

  @Override
  public void writeTokenizer(Path target) throws IOException {
    for (String name : COPIED) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, target.resolve(name));
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
