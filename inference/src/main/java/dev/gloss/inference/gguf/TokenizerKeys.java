package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import dev.gloss.inference.tokenizer.GgufVocabulary;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys that describe a file's tokenizer, `tokenizer.ggml.*`.
public final class TokenizerKeys {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String MODEL = PREFIX + "model";
  private static final String BYTE_LEVEL = "gpt2";

  /// What files of models without text say.
  private static final Set<String> NO_TOKENIZER = Set.of("none", "no_vocab");

  /// Where a file does not say how it cuts text; what llama.cpp takes then.
  private static final String DEFAULT_PRE = "default";

  /// Keys, without prefix, of the tokens that end a text.
  public static final List<String> END_KEYS =
      List.of("eos_token_id", "eot_token_id", "eom_token_id");

  /// -1 as `uint32`.
  private static final long UNSIGNED_NONE = 0xffff_ffffL;

  private final Metadata metadata;

  /// @param metadata of an open file
  public TokenizerKeys(Metadata metadata) {
    this.metadata = metadata;
  }

  /// Reads a file's tokenizer alone, whatever its model is.
  ///
  /// @param file the only one, or the first part of a split
  /// @throws ModelException if the file is broken, or has no tokenizer that can be used
  public static BpeTokenizer load(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      Metadata metadata = GgufFile.map(file, arena).metadata();
      BpeTokenizer tokenizer = new TokenizerKeys(metadata).tokenizer();
      if (tokenizer == null) {
        throw metadata.refuse(MODEL, BYTE_LEVEL);
      }
      return tokenizer;
    }
  }

  /// The tokenizer, null where the file has none.
  ///
  /// @throws dev.gloss.inference.ModelException if it is of a kind that is not read, keys are
  ///   missing or mistyped, or its parts contradict each other
  public @Nullable BpeTokenizer tokenizer() {
    GgufVocabulary vocabulary = vocabulary();
    return vocabulary == null ? null : BpeTokenizer.of(vocabulary);
  }

  /// What the keys say of the tokenizer, null where the file has none.
  ///
  /// @throws dev.gloss.inference.ModelException if it is of a kind that is not read, or keys are
  ///   missing or mistyped
  public @Nullable GgufVocabulary vocabulary() {
    String model = metadata.optionalText(MODEL);
    if (model == null || NO_TOKENIZER.contains(model)) {
      return null;
    }
    if (!model.equals(BYTE_LEVEL)) {
      throw metadata.refuse(MODEL, BYTE_LEVEL + ", byte-level merges" + kind(model));
    }
    String types = PREFIX + "token_type";
    return new GgufVocabulary(
        metadata.file().toString(),
        pre(),
        metadata.texts(PREFIX + "tokens"),
        metadata.has(types) ? metadata.integers(types) : List.of(),
        metadata.texts(PREFIX + "merges"),
        id("bos_token_id"),
        id("eos_token_id"),
        metadata.flag(PREFIX + "add_bos_token"));
  }

  /// `tokenizer.ggml.model` and how text is cut, for people: `gpt2, qwen2`; null without tokenizer.
  public @Nullable String describe() {
    String model = metadata.optionalText(MODEL);
    return model == null ? null : model + ", " + pre();
  }

  /// The tokens that end a text, each once, in the order of [#END_KEYS].
  public int[] endTokens() {
    return END_KEYS.stream().map(this::id).flatMapToInt(OptionalInt::stream).distinct().toArray();
  }

  /// The id of a special token, by its key without prefix: `eot_token_id`. The -1 of some
  /// converters, of whatever sign and width, stands for none.
  ///
  /// @throws dev.gloss.inference.ModelException if it is no id
  public OptionalInt id(String key) {
    String whole = PREFIX + key;
    OptionalLong number = metadata.wholeNumber(whole);
    return number.isEmpty() || number.getAsLong() == -1 || number.getAsLong() == UNSIGNED_NONE
        ? OptionalInt.empty()
        : OptionalInt.of(metadata.integer(whole, 0, Limits.VOCABULARY - 1));
  }

  private String pre() {
    String pre = metadata.optionalText(PREFIX + "pre");
    return pre == null ? DEFAULT_PRE : pre;
  }

  private static String kind(String model) {
    return switch (model) {
      case "llama" -> "; SentencePiece vocabularies are not read";
      case "t5" -> "; Unigram vocabularies of SentencePiece are not read";
      case "bert" -> "; WordPiece vocabularies are not read";
      default -> "";
    };
  }
}
