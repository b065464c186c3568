package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A byte-level tokenizer as a GGUF file's metadata describes it (`tokenizer.ggml.model` = `gpt2`).
///
/// @param file the file, for messages
/// @param pre `tokenizer.ggml.pre`: `deepseek-llm`, `deepseek-coder` or `deepseek-v3`
/// @param tokens `tokenizer.ggml.tokens`, by id
/// @param tokenTypes `tokenizer.ggml.token_type`, by id; empty where the file has none, and then
///   all tokens are ordinary
/// @param merges `tokenizer.ggml.merges`, the soonest first
/// @param bosId `tokenizer.ggml.bos_token_id`
/// @param eosId `tokenizer.ggml.eos_token_id`
/// @param addBosToken `tokenizer.ggml.add_bos_token`
public record GgufVocabulary(
    String file,
    String pre,
    List<String> tokens,
    List<Integer> tokenTypes,
    List<String> merges,
    OptionalInt bosId,
    OptionalInt eosId,
    boolean addBosToken) {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  /// Copies the lists.
  public GgufVocabulary {
    tokens = List.copyOf(tokens);
    tokenTypes = List.copyOf(tokenTypes);
    merges = List.copyOf(merges);
  }

  TokenizerDefinition definition() {
    PreTokenizer preTokenizer = PreTokenizer.named(pre);
    if (preTokenizer == null) {
      throw error("pre", "one of " + PreTokenizer.NAMES, Quoted.of(pre));
    }
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
        new PieceEncoder(vocabulary, table, false, path("tokens")),
        preTokenizer,
        new AddedTokens(added));
  }

  private void addToken(int id, Vocabulary.Builder builder, List<AddedToken> added) {
    String token = tokens.get(id);
    int type = tokenTypes.isEmpty() ? 1 : tokenTypes.get(id);
    switch (type) {
      case CONTROL, USER_DEFINED -> {
        if (token.isEmpty()) {
          throw error("tokens[" + id + "]", "some text for a token of type " + type, "none");
        }
        builder.addBeside(token, id);
        added.add(new AddedToken(id, token, false, type == CONTROL));
      }
      // Rows that only fill the matrix up to a round number.
      case UNUSED -> builder.addBeside("", id);
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
