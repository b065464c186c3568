package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.DecoderConfig;
import java.nio.file.Path;
import java.util.List;

/// What `config.json` says about a model.
///
/// @param model the hyper-parameters; Multi-Token Prediction modules as declared, which a file may
///   lack
/// @param fp8 whether matrices may be FP8 with block scales
/// @param bosTokenIds the token that begins a text, if it names one
/// @param eosTokenIds the tokens that end a text
record ConfigFile(
    DecoderConfig model, boolean fp8, List<Integer> bosTokenIds, List<Integer> eosTokenIds) {

  /// Name of the file in a model's folder.
  static final String NAME = "config.json";

  private static final long MAX_BYTES = 16 << 20;

  /// Reads and checks the file of a folder.
  ///
  /// @throws dev.gloss.inference.ModelException if it cannot be read, or asks for something the
  ///   engine has not
  static ConfigFile read(Path folder) {
    return of(JsonFields.read(folder.resolve(NAME), MAX_BYTES));
  }

  /// Checks the fields of a configuration.
  ///
  /// @throws dev.gloss.inference.ModelException if they ask for something the engine has not
  static ConfigFile of(JsonFields fields) {
    Architecture architecture = Architectures.of(fields);
    refuseUnsupported(fields);
    DecoderConfig model = model(fields, architecture);
    return new ConfigFile(
        model,
        QuantizationFields.areFp8(fields),
        fields.tokenIds("bos_token_id", model.vocabSize()),
        fields.tokenIds("eos_token_id", model.vocabSize()));
  }

  /// Fields with which the published code of all architectures can compute something else than this
  /// engine does.
  private static void refuseUnsupported(JsonFields fields) {
    fields.oneOf("hidden_act", List.of("silu"), "silu");
    // Ours, of no published model:
    fields.oneOf("fim_order", List.of("psm", "spm"), "psm");
    fields.numberOr("ngram_weight", 0, 0.99, 0);
  }

  private static DecoderConfig model(JsonFields fields, Architecture architecture) {
    return new DecoderConfig(
        architecture.name(),
        architecture.modelType(),
        fields.integer("vocab_size", 1, ConfigLimits.MAX_VOCABULARY),
        fields.integer("hidden_size", 1, ConfigLimits.MAX_HIDDEN),
        fields.integer("num_hidden_layers", 1, ConfigLimits.MAX_LAYERS),
        architecture.numNextnPredictLayers(fields),
        architecture.attention(fields),
        architecture.feedForward(fields),
        (float) fields.numberOr("rms_norm_eps", 1e-12, 1, architecture.rmsNormEps()),
        architecture.rope(fields),
        fields.integer("max_position_embeddings", 1, ConfigLimits.MAX_POSITIONS),
        fields.flagOr("tie_word_embeddings", false));
  }
}
