package dev.gloss.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.FimOrder;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.checkpoint.LenientJson;
import dev.gloss.inference.checkpoint.ModelReadme;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A folder in Hugging Face layout; without `tokenizer.json` only token ids can be used.
final class HuggingFaceFormat implements ModelFormat {

  @Override
  public boolean reads(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public OpenedModel open(Path folder) {
    CheckpointModel model = CheckpointModel.open(folder);
    try {
      boolean hasTokenizer = Files.exists(folder.resolve("tokenizer.json"));
      Tokenizer tokenizer =
          hasTokenizer
              ? BpeTokenizer.load(folder)
              : new IdTokenizer(
                  folder + ": expected a file tokenizer.json, found none",
                  model.config().vocabSize());
      Set<Integer> endTokens = new HashSet<>(model.generationConfig().eosTokenIds());
      tokenizer.eosId().ifPresent(endTokens::add);
      // The checkpoint reader has checked what of this file it understands.
      JsonNode config = LenientJson.read(folder.resolve("config.json"));
      return new OpenedModel(
          name(folder, config),
          model,
          tokenizer,
          endTokens,
          FolderTemplate.read(folder),
          hints(config),
          new ModelFile(
              "safetensors",
              ModelReadme.licence(folder),
              hasTokenizer ? "byte-level BPE" : null,
              TypeBytes.of(model.tensors())));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Tokenizer tokenizer(Path folder) {
    return BpeTokenizer.load(folder);
  }

  /// The end of `_name_or_path`, or else the folder's name.
  private static String name(Path folder, JsonNode config) {
    String name = config.path("_name_or_path").asText("");
    if (!name.isBlank()) {
      return name.substring(name.lastIndexOf('/') + 1);
    }
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  private static PromptHints hints(JsonNode config) {
    FimOrder order =
        switch (config.path("fim_order").asText()) {
          case "psm" -> FimOrder.PSM;
          case "spm" -> FimOrder.SPM;
          default -> null;
        };
    String question = config.path("explain_question").asText("");
    Double weight = config.has("ngram_weight") ? config.path("ngram_weight").asDouble() : null;
    List<String> languages = new ArrayList<>();
    config.path("programming_languages").forEach(language -> languages.add(language.asText()));
    return new PromptHints(
        null, null, null, order, question.isEmpty() ? null : question, weight, languages);
  }
}
