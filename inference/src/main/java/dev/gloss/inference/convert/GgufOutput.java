package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tokenizer.GgufVocabulary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as a GGUF file.
final class GgufOutput {

  /// `config.json` of the folder that a file was made of, so that the way back loses nothing.
  static final String CONFIG_KEY = "gloss.config";

  /// `generation_config.json` of that folder.
  static final String GENERATION_CONFIG_KEY = "gloss.generation_config";

  /// `general.file_type`, llama.cpp's numbers for "mostly this type".
  private static final Map<DType, Integer> FILE_TYPES =
      Map.of(
          DType.F32, 0,
          DType.F16, 1,
          DType.Q4_0, 2,
          DType.Q8_0, 7,
          DType.Q4_K, 14,
          DType.Q6_K, 18,
          DType.BF16, 32);

  private static final int QUANTIZATION_VERSION = 2;

  private GgufOutput() {}

  /// Plans the file of a model.
  ///
  /// @param target the type that most weights get
  /// @throws dev.gloss.inference.ModelException if the model or its tokenizer computes what no key
  ///   says
  static ModelFile of(SourceModel source, DType target) {
    GgufArchitecture architecture = GgufArchitecture.of(source.config());
    GgufHeader header = new GgufHeader();
    header.text("general.architecture", architecture.ggufName());
    header.text("general.type", "model");
    header.text("general.name", source.name());
    String licence = source.licence();
    if (licence != null) {
      header.text("general.license", licence);
    }
    header.number("general.file_type", fileType(target));
    header.number("general.quantization_version", QUANTIZATION_VERSION);
    GgufKeys.put(source.config(), architecture, header);
    tokenizer(source, header);
    ObjectNode config = source.configJson();
    hints(config, header);
    text(header, CONFIG_KEY, config);
    text(header, GENERATION_CONFIG_KEY, source.generationConfigJson());
    FrequencyDivisors divisors = Divisors.of(source.config());
    List<OutputTensor> tensors =
        GgufLayout.of(
            source.config(),
            source.weights(),
            architecture.pairing(),
            divisors,
            new TypeChoice(target));
    return ModelFile.gguf(header, tensors);
  }

  /// What Gloss's own keys say about how the model is asked.
  private static void hints(ObjectNode config, GgufHeader header) {
    for (String key : List.of("fim_order", "explain_question")) {
      String value = config.path(key).asText("");
      if (!value.isEmpty()) {
        header.text("gloss." + key, value);
      }
    }
    if (config.path("ngram_weight").isNumber()) {
      header.real("gloss.ngram_weight", config.path("ngram_weight").asDouble());
    }
  }

  /// `general.file_type` of a file whose weights are mostly of a type.
  static int fileType(DType target) {
    return FILE_TYPES.getOrDefault(target, 0);
  }

  private static void text(GgufHeader header, String key, @Nullable ObjectNode json) {
    if (json != null) {
      header.text(key, json.toString());
    }
  }

  private static void tokenizer(SourceModel source, GgufHeader header) {
    GgufVocabulary vocabulary = source.vocabulary();
    if (vocabulary == null) {
      header.text("tokenizer.ggml.model", "none");
      specialIds(source, OptionalInt.empty(), OptionalInt.empty(), header);
      return;
    }
    header.text("tokenizer.ggml.model", "gpt2");
    header.text("tokenizer.ggml.pre", vocabulary.pre());
    header.texts("tokenizer.ggml.tokens", vocabulary.tokens());
    header.numbers("tokenizer.ggml.token_type", vocabulary.tokenTypes());
    header.texts("tokenizer.ggml.merges", vocabulary.merges());
    specialIds(source, vocabulary.bosId(), vocabulary.eosId(), header);
    Integer padding = source.paddingId();
    if (padding != null) {
      header.number("tokenizer.ggml.padding_token_id", padding);
    }
    header.flag("tokenizer.ggml.add_bos_token", Boolean.TRUE.equals(vocabulary.addBosToken()));
    String template = source.chatTemplate();
    if (template != null) {
      header.text("tokenizer.chat_template", template);
    }
  }

  /// Where texts begin and end: as the tokenizer says, and as the generation configuration, or else
  /// the configuration, adds.
  private static void specialIds(
      SourceModel source, OptionalInt bos, OptionalInt eos, GgufHeader header) {
    Set<Integer> begins = new LinkedHashSet<>();
    bos.ifPresent(begins::add);
    begins.addAll(declared(source, "bos_token_id"));
    begins.stream().limit(1).forEach(id -> header.number("tokenizer.ggml.bos_token_id", id));
    Set<Integer> ends = new LinkedHashSet<>();
    eos.ifPresent(ends::add);
    ends.addAll(declared(source, "eos_token_id"));
    Iterator<String> keys = List.of("eos_token_id", "eot_token_id", "eom_token_id").iterator();
    for (int id : ends) {
      if (keys.hasNext()) {
        header.number("tokenizer.ggml." + keys.next(), id);
      }
    }
  }

  private static List<Integer> declared(SourceModel source, String field) {
    ObjectNode generation = source.generationConfigJson();
    JsonNode found =
        generation != null && generation.hasNonNull(field)
            ? generation.get(field)
            : source.configJson().path(field);
    List<Integer> ids = new ArrayList<>();
    if (found.isArray()) {
      found.forEach(id -> ids.add(id.asInt(-1)));
    } else if (found.isInt()) {
      ids.add(found.intValue());
    }
    ids.removeIf(id -> id < 0 || id >= source.config().vocabSize());
    return ids;
  }
}
