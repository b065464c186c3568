package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.FimOrder;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.gguf.Metadata;
import dev.gloss.inference.gguf.TokenizerKeys;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// GGUF: one file, or the parts of a split.
final class GgufFormat implements ModelFormat {
  private static final Pattern FILE_END =
      Pattern.compile("(-\\d{5}-of-\\d{5})?\\.gguf$", Pattern.CASE_INSENSITIVE);

  /// Keys of token ids by the names that chat templates have for them.
  private static final Map<String, String> TEMPLATE_TOKENS =
      Map.of(
          "bos_token", "bos_token_id",
          "eos_token", "eos_token_id",
          "pad_token", "padding_token_id",
          "unk_token", "unknown_token_id");

  @Override
  public boolean reads(Path path) {
    boolean named = path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    return Files.isRegularFile(path) || (named && !Files.isDirectory(path));
  }

  @Override
  public OpenedModel open(Path path) {
    GgufModel model = GgufModel.open(path);
    try {
      Metadata metadata = model.metadata();
      TokenizerKeys keys = new TokenizerKeys(metadata);
      Tokenizer tokenizer = tokenizer(model, keys);
      return new OpenedModel(
          name(metadata, path),
          model,
          tokenizer,
          Arrays.stream(keys.endTokens()).boxed().collect(Collectors.toSet()),
          template(metadata, keys, tokenizer),
          hints(metadata, keys),
          new ModelFile(
              "GGUF",
              metadata.note("general.license"),
              keys.describe(),
              TypeBytes.of(model.tensors())));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Tokenizer tokenizer(Path path) {
    return TokenizerKeys.load(path);
  }

  private static Tokenizer tokenizer(GgufModel model, TokenizerKeys keys) {
    int rows = model.config().vocabSize();
    BpeTokenizer tokenizer = keys.tokenizer();
    if (tokenizer == null) {
      return new IdTokenizer(
          model.metadata().file() + ": has no tokenizer, expected keys tokenizer.ggml.*", rows);
    }
    if (tokenizer.vocabularySize() > rows) {
      throw new ModelException(
          "%s: metadata key tokenizer.ggml.tokens has %d tokens, expected at most %d, the rows of the embedding"
              .formatted(model.metadata().file(), tokenizer.vocabularySize(), rows));
    }
    return tokenizer;
  }

  private static String name(Metadata metadata, Path path) {
    String name = metadata.note("general.name");
    if (name != null && !name.isBlank()) {
      return name;
    }
    return FILE_END.matcher(String.valueOf(path.getFileName())).replaceFirst("");
  }

  private static @Nullable ChatTemplateSource template(
      Metadata metadata, TokenizerKeys keys, Tokenizer tokenizer) {
    String source = metadata.optionalText("tokenizer.chat_template");
    if (source == null || source.isBlank()) {
      return null;
    }
    Map<String, String> tokens = new HashMap<>();
    TEMPLATE_TOKENS.forEach(
        (name, key) -> keys.id(key).ifPresent(id -> tokens.put(name, tokenizer.decode(id))));
    return new ChatTemplateSource(source, tokens);
  }

  /// The tokens around a hole, under the names that newer and older files have for them, and what
  /// Gloss itself writes about its own model.
  private static PromptHints hints(Metadata metadata, TokenizerKeys keys) {
    Integer prefix = first(keys, "fim_pre_token_id", "prefix_token_id");
    Integer suffix = first(keys, "fim_suf_token_id", "suffix_token_id");
    Integer middle = first(keys, "fim_mid_token_id", "middle_token_id");
    String languages = metadata.optionalText("gloss.programming_languages");
    return new PromptHints(
        prefix,
        suffix,
        middle,
        order(metadata),
        metadata.optionalText("gloss.explain_question"),
        metadata.has("gloss.ngram_weight") ? metadata.number("gloss.ngram_weight", 0, 0.99) : null,
        languages == null ? List.of() : List.of(languages.split(",")));
  }

  private static @Nullable FimOrder order(Metadata metadata) {
    String key = "gloss.fim_order";
    return switch (metadata.optionalText(key)) {
      case null -> null;
      case "psm" -> FimOrder.PSM;
      case "spm" -> FimOrder.SPM;
      default -> throw metadata.refuse(key, "psm or spm");
    };
  }

  private static @Nullable Integer first(TokenizerKeys keys, String... names) {
    OptionalInt id =
        Stream.of(names)
            .map(keys::id)
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty());
    return id.isPresent() ? Integer.valueOf(id.getAsInt()) : null;
  }
}
