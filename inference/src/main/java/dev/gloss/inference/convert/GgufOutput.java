package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.gguf.TokenizerKeys;
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
    ObjectNode config = source.configJson();
    ObjectNode generationConfig = source.generationConfigJson();
    tokenizer(source, header);
    specialIds(source, config, generationConfig, header);
    hints(config, header);
    text(header, CONFIG_KEY, config);
    text(header, GENERATION_CONFIG_KEY, generationConfig);
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
    List<String> languages = new ArrayList<>();
    config.path("programming_languages").forEach(language -> languages.add(language.asText()));
    if (!languages.isEmpty()) {
      header.text("gloss.programming_languages", String.join(",", languages));
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
      return;
    }
    header.text("tokenizer.ggml.model", "gpt2");
    header.text("tokenizer.ggml.pre", vocabulary.pre());
    header.texts("tokenizer.ggml.tokens", vocabulary.tokens());
    header.numbers("tokenizer.ggml.token_type", vocabulary.tokenTypes());
    header.texts("tokenizer.ggml.merges", vocabulary.merges());
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
      SourceModel source,
      ObjectNode config,
      @Nullable ObjectNode generationConfig,
      GgufHeader header) {
    GgufVocabulary vocabulary = source.vocabulary();
    List<JsonNode> said =
        generationConfig == null ? List.of(config) : List.of(generationConfig, config);
    int size = source.config().vocabSize();
    OptionalInt bos = vocabulary == null ? OptionalInt.empty() : vocabulary.bosId();
    put(List.of("bos_token_id"), ids(bos, said, "bos_token_id", size), header);
    OptionalInt eos = vocabulary == null ? OptionalInt.empty() : vocabulary.eosId();
    put(TokenizerKeys.END_KEYS, ids(eos, said, "eos_token_id", size), header);
  }

  /// As many as there are keys for.
  private static void put(List<String> keys, Set<Integer> ids, GgufHeader header) {
    Iterator<Integer> rest = ids.iterator();
    for (String key : keys) {
      if (rest.hasNext()) {
        header.number("tokenizer.ggml." + key, rest.next());
      }
    }
  }

  /// The tokenizer's own, then what the first configuration says that says anything.
  private static Set<Integer> ids(OptionalInt own, List<JsonNode> said, String field, int size) {
    Set<Integer> ids = new LinkedHashSet<>();
    own.ifPresent(ids::add);
    JsonNode found =
        said.stream()
            .filter(config -> config.hasNonNull(field))
            .map(config -> config.get(field))
            .findFirst()
            .orElse(MissingNode.getInstance());
    if (found.isArray()) {
      found.forEach(id -> ids.add(id.asInt(-1)));
    } else if (found.isInt()) {
      ids.add(found.intValue());
    }
    ids.removeIf(id -> id < 0 || id >= size);
    return ids;
  }
}
