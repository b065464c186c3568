package dev.gloss.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gloss.inference.FimOrder;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.model.CacheFootprint;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.ParameterCount;
import dev.gloss.inference.model.StoredType;
import java.io.IOException;
import java.nio.file.Path;

/// Sums up what a model is.
public final class ModelCard {
  private ModelCard() {}

  /// Reads a model's folder without making it ready to run.
  ///
  /// @param folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelInfo read(Path folder) {
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      return of(model, folder, "cpu");
    }
  }

  /// Sums up an open model.
  ///
  /// @param folder where it lies; its `config.json` may name it, and say how it is to be asked
  /// @param backend on what it runs
  static ModelInfo of(DecoderModel model, Path folder, String backend) {
    JsonNode extras = extras(folder.resolve("config.json"));
    DecoderConfig config = model.config();
    ParameterCount parameters = ParameterCount.of(model);
    CacheFootprint cache = CacheFootprint.of(config);
    return new ModelInfo(
        nameOf(folder, extras),
        config.architecture(),
        parameters.total(),
        parameters.active(),
        parameters.mtp(),
        config.tieWordEmbeddings(),
        cache.kvBytesPerToken(),
        cache.mhaKvBytesPerToken(),
        StoredType.ofMostBytes(model.weights()).name(),
        model.weights().mtp().size(),
        config.maxPositionEmbeddings(),
        config.vocabSize(),
        hints(extras),
        backend);
  }

  private static PromptHints hints(JsonNode extras) {
    FimOrder order =
        switch (extras.path("fim_order").asText()) {
          case "psm" -> FimOrder.PSM;
          case "spm" -> FimOrder.SPM;
          default -> null;
        };
    String question = extras.path("explain_question").asText("");
    return new PromptHints(null, null, null, order, question.isEmpty() ? null : question);
  }

  /// The short name of an opened model: the end of `_name_or_path`, or else its folder's name.
  private static String nameOf(Path folder, JsonNode extras) {
    String name = extras.path("_name_or_path").asText("");
    if (!name.isBlank()) {
      return name.substring(name.lastIndexOf('/') + 1);
    }
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  private static JsonNode extras(Path config) {
    try {
      return new JsonMapper().readTree(config.toFile());
    } catch (IOException e) {
      // The checkpoint reader has told whoever opens the model; a name can do without.
      return MissingNode.getInstance();
    }
  }
}
