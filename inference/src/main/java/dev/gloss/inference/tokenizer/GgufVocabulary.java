package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A byte-level tokenizer as a GGUF file's metadata describes it (`tokenizer.ggml.model` = `gpt2`).
///
/// @param file the file, for messages
/// @param pre `tokenizer.ggml.pre`, how text is cut: a name that [#preTokenizers] lists
/// @param tokens `tokenizer.ggml.tokens`, by id
/// @param tokenTypes `tokenizer.ggml.token_type`, by id; empty where the file has none, and then
///   all tokens are ordinary
/// @param merges `tokenizer.ggml.merges`, the soonest first
/// @param bosId `tokenizer.ggml.bos_token_id`
/// @param eosId `tokenizer.ggml.eos_token_id`
/// @param addBosToken `tokenizer.ggml.add_bos_token`, null where the file does not say: then it
///   depends on `pre`
public record GgufVocabulary(
    String file,
    String pre,
    List<String> tokens,
    List<Integer> tokenTypes,
    List<String> merges,
    OptionalInt bosId,
    OptionalInt eosId,
    @Nullable Boolean addBosToken) {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  /// Copies the lists.
  public GgufVocabulary {
    tokens = List.copyOf(tokens);
    tokenTypes = List.copyOf(tokenTypes);
    merges = List.copyOf(merges);
  }

  /// The names that `pre` may have.
  public static List<String> preTokenizers() {
    return GgufPreTokenizer.NAMES;
  }

  TokenizerDefinition definition() {
    GgufPreTokenizer preTokenizer = preTokenizer();
    if (!tokenTypes.isEmpty() && tokenTypes.size() != tokens.size()) {
      throw error("token_type", tokens.size() + " types", tokenTypes.size() + " of them");
    }
    requireToken("bos_token_id", bosId);
    requireToken("eos_token_id", eosId);
    Vocabulary.Builder builder = new Vocabulary.Builder(path("tokens"));
    List<AddedToken> added = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      addToken(id, builder, added);
    }
    Vocabulary vocabulary = builder.build();
    MergeTable table = MergeReader.read(vocabulary, merges, path("merges"));
    return new TokenizerDefinition(
        vocabulary,
        new PieceEncoder(vocabulary, table, preTokenizer.ignoreMerges(), path("tokens")),
        TextForm.AS_IS,
        preTokenizer.steps(),
        new AddedTokens(added),
        null);
  }

  /// Whether a text begins with the beginning-of-sentence token.
  boolean beginsWithBos() {
    if (addBosToken == null) {
      return preTokenizer().ignoreMerges() && bosId.isPresent();
    }
    if (addBosToken && bosId.isEmpty()) {
      throw error("bos_token_id", "a token, since add_bos_token is true", "none");
    }
    return addBosToken;
  }

  /// How text is cut.
  ///
  /// @throws ModelException if the name is not known
  GgufPreTokenizer preTokenizer() {
    GgufPreTokenizer preTokenizer = GgufPreTokenizer.named(pre);
    if (preTokenizer == null) {
      throw error("pre", "one of " + String.join(", ", preTokenizers()), Quoted.of(pre));
    }
    return preTokenizer;
  }

  private void addToken(int id, Vocabulary.Builder builder, List<AddedToken> added) {
    String token = tokens.get(id);
    int type = tokenTypes.isEmpty() ? 1 : tokenTypes.get(id);
    if (token.isEmpty() || type == UNUSED) {
      // Rows that only fill the matrix up to a round number.
      builder.addBeside("", id);
      return;
    }
    switch (type) {
      case UNKNOWN, CONTROL, USER_DEFINED -> {
        if (ByteAlphabet.isByte(token)) {
          // A fine-tune may have made a special token of an ordinary one, which all merges begin
          // with.
          builder.add(token, id);
        } else {
          builder.addBeside(token, id);
          added.add(new AddedToken(id, token, false, type != USER_DEFINED));
        }
      }
      default -> builder.add(token, id);
    }
  }

  private void requireToken(String field, OptionalInt id) {
    id.ifPresent(
        value -> {
          if (value < 0 || value >= tokens.size()) {
            throw error(field, "an id from 0 to " + (tokens.size() - 1), String.valueOf(value));
          }
        });
  }

  private String path(String field) {
    return JsonText.join(file, PREFIX + field);
  }

  private ModelException error(String field, String expected, String found) {
    return new ModelException("%s: expected %s, found %s".formatted(path(field), expected, found));
  }
}
