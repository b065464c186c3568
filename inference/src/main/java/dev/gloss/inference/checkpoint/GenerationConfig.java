package dev.gloss.inference.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where generation begins and ends: `generation_config.json`, and where that is missing or silent
/// `config.json`.
///
/// @param bosTokenId the token that begins a text, null where neither file names one
/// @param eosTokenIds the tokens that end an answer, maybe none
public record GenerationConfig(@Nullable Integer bosTokenId, List<Integer> eosTokenIds) {

  /// Name of the file in a model's folder.
  public static final String NAME = "generation_config.json";

  private static final long MAX_BYTES = 1 << 20;

  /// Copies the list.
  public GenerationConfig {
    eosTokenIds = List.copyOf(eosTokenIds);
  }

  static GenerationConfig read(Path folder, ConfigFile config) {
    List<Integer> bos = config.bosTokenIds();
    List<Integer> eos = config.eosTokenIds();
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      JsonFields fields = JsonFields.read(file, MAX_BYTES);
      int vocabSize = config.model().vocabSize();
      bos = fields.has("bos_token_id") ? fields.tokenIds("bos_token_id", vocabSize) : bos;
      eos = fields.has("eos_token_id") ? fields.tokenIds("eos_token_id", vocabSize) : eos;
    }
    return new GenerationConfig(bos.isEmpty() ? null : bos.getFirst(), eos);
  }
}
