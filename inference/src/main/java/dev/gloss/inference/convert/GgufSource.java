package dev.gloss.inference.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.LenientJson;
import dev.gloss.inference.checkpoint.ModelReadme;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.gguf.TokenizerKeys;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import dev.gloss.inference.tokenizer.GgufVocabulary;
import dev.gloss.inference.tokenizer.TokenizerJsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A model in a GGUF file.
final class GgufSource implements SourceModel {

  private static final JsonMapper JSON = LenientJson.mapper();
  private static final String TEMPLATE_KEY = "tokenizer.chat_template";

  private final GgufModel model;
  private final TokenizerKeys tokenizer;

  private GgufSource(GgufModel model) {
    this.model = model;
    this.tokenizer = new TokenizerKeys(model.metadata());
  }

  /// Opens a file.
  ///
  /// @throws ModelException if it cannot be used
  static GgufSource open(Path file) {
    return new GgufSource(GgufModel.open(file));
  }

  @Override
  public String name() {
    String name = model.metadata().optionalText("general.name");
    return name == null ? "model" : name;
  }

  @Override
  public @Nullable String licence() {
    return model.metadata().note("general.license");
  }

  @Override
  public DecoderConfig config() {
    return model.config();
  }

  @Override
  public ModelWeights weights() {
    return model.weights();
  }

  /// The one that the file was made of, if it is and still agrees with the file's keys; or else one
  /// made of these.
  @Override
  public ObjectNode configJson() {
    ObjectNode made = HuggingFaceConfig.of(model.config());
    ObjectNode kept = kept(GgufOutput.CONFIG_KEY);
    if (kept != null && agree(made, kept)) {
      return kept;
    }
    tokenizer.id("bos_token_id").ifPresent(id -> made.put("bos_token_id", id));
    tokenizer.id("eos_token_id").ifPresent(id -> made.put("eos_token_id", id));
    return made;
  }

  /// Whether no number or truth value that both have is different.
  private static boolean agree(JsonNode made, JsonNode kept) {
    for (Map.Entry<String, JsonNode> field : made.properties()) {
      JsonNode value = field.getValue();
      JsonNode other = kept.path(field.getKey());
      boolean differs =
          value.isNumber() && other.isNumber() && value.floatValue() != other.floatValue()
              || value.isBoolean() && other.isBoolean() && !value.equals(other)
              || value.isObject() && other.isObject() && !agree(value, other);
      if (differs) {
        return false;
      }
    }
    return true;
  }

  private @Nullable ObjectNode kept(String key) {
    String text = model.metadata().optionalText(key);
    try {
      return text != null && JSON.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      throw model.metadata().refuse(key, "a JSON object");
    }
  }

  @Override
  public ObjectNode generationConfigJson() {
    ObjectNode kept = kept(GgufOutput.GENERATION_CONFIG_KEY);
    if (kept != null) {
      return kept;
    }
    ObjectNode made = JSON.createObjectNode();
    tokenizer.id("bos_token_id").ifPresent(id -> made.put("bos_token_id", id));
    ArrayNode ends = made.putArray("eos_token_id");
    Arrays.stream(tokenizer.endTokens()).forEach(ends::add);
    return made;
  }

  @Override
  public @Nullable GgufVocabulary vocabulary() {
    return tokenizer.vocabulary();
  }

  @Override
  public @Nullable Integer paddingId() {
    OptionalInt id = tokenizer.id("padding_token_id");
    return id.isPresent() ? id.getAsInt() : null;
  }

  @Override
  public @Nullable String chatTemplate() {
    return model.metadata().optionalText(TEMPLATE_KEY);
  }

  @Override
  public void writeTokenizer(Path folder) throws IOException {
    String licence = licence();
    if (licence != null) {
      Files.writeString(
          folder.resolve(ModelReadme.NAME),
          "---\nlicense: " + licence + "\n---\n# " + name() + "\n");
    }
    GgufVocabulary vocabulary = vocabulary();
    if (vocabulary == null) {
      return;
    }
    TokenizerJsonWriter.write(vocabulary, folder.resolve("tokenizer.json"));
    ObjectNode config = JSON.createObjectNode();
    config.put("add_bos_token", BpeTokenizer.of(vocabulary).addBosToken());
    config.put("clean_up_tokenization_spaces", false);
    config.put("model_max_length", model.config().maxPositionEmbeddings());
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    token(config, "bos_token", vocabulary, vocabulary.bosId());
    token(config, "eos_token", vocabulary, vocabulary.eosId());
    token(config, "pad_token", vocabulary, tokenizer.id("padding_token_id"));
    String template = chatTemplate();
    if (template != null) {
      config.put("chat_template", template);
    }
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
  }

  private static void token(
      ObjectNode config, String field, GgufVocabulary vocabulary, OptionalInt id) {
    if (id.isPresent() && id.getAsInt() < vocabulary.tokens().size()) {
      config.put(field, vocabulary.tokens().get(id.getAsInt()));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
