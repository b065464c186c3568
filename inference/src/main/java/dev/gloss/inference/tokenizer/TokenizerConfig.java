package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What `tokenizer_config.json` says about the tokens at both ends of a text.
///
/// @param file the file, for messages
/// @param bosToken text of the beginning-of-sentence token, null where there is none
/// @param eosToken text of the end-of-sentence token, null where there is none
/// @param addBosToken `add_bos_token`, null where it is missing
record TokenizerConfig(
    String file,
    @Nullable String bosToken,
    @Nullable String eosToken,
    @Nullable Boolean addBosToken) {
  /// A folder without the file.
  static final TokenizerConfig NONE = new TokenizerConfig("", null, null, null);

  /// @throws ModelException if the file is damaged
  static TokenizerConfig read(Path file) {
    return JsonText.read(
        file,
        json -> {
          JsonObject config = json.object(file.toString());
          return new TokenizerConfig(
              file.toString(),
              token(config, "bos_token"),
              token(config, "eos_token"),
              config.has("add_bos_token") ? config.flag("add_bos_token") : null);
        });
  }

  /// A token is written as its text or as an object with a `content`.
  private static @Nullable String token(JsonObject config, String name) {
    if (!config.has(name)) {
      return null;
    }
    return config.members().get(name) instanceof JsonObject object
        ? object.string("content")
        : config.string(name);
  }

  OptionalInt bosId(TokenizerDefinition definition) {
    return id("bos_token", bosToken, definition);
  }

  OptionalInt eosId(TokenizerDefinition definition) {
    return id("eos_token", eosToken, definition);
  }

  /// Whether a text begins with the beginning-of-sentence token: as the file says, or else as the
  /// tokenizer does by itself.
  boolean beginsWithBos(TokenizerDefinition definition) {
    return addBosToken != null
        ? addBosToken
        : bosToken != null && bosToken.equals(definition.firstToken());
  }

  private OptionalInt id(String field, @Nullable String token, TokenizerDefinition definition) {
    if (token == null) {
      return OptionalInt.empty();
    }
    OptionalInt added = definition.addedTokens().idOf(token);
    int id = added.orElseGet(() -> definition.vocabulary().find(token));
    if (id < 0) {
      throw new ModelException(
          "%s: expected a token of tokenizer.json, found %s"
              .formatted(JsonText.join(file, field), Quoted.of(token)));
    }
    return OptionalInt.of(id);
  }
}
