package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads Hugging Face's `tokenizer.json`, front to back. What it asks for and this package does not
/// do is refused by name. One instance reads one file.
final class TokenizerJson {
  private final String file;
  private final Vocabulary.Builder tokens;
  private final List<String> merges = new ArrayList<>();
  private final List<JsonObject> addedTokens = new ArrayList<>();
  private @Nullable JsonObject preTokenizer;
  private boolean hasVocabulary;
  private boolean hasMerges;
  private boolean ignoreMerges;
  private TextForm form = TextForm.AS_IS;
  private @Nullable String firstToken;

  private TokenizerJson(Path file) {
    this.file = file.toString();
    tokens = new Vocabulary.Builder(path("model.vocab"));
  }

  /// @throws ModelException if the file is missing, damaged or asks for what is not supported
  static TokenizerDefinition read(Path file) {
    return JsonText.read(file, new TokenizerJson(file)::readAll);
  }

  private TokenizerDefinition readAll(JsonText json) throws IOException {
    json.members(
        file,
        name -> {
          switch (name) {
            case "added_tokens" ->
                json.elements(
                    path(name),
                    _ ->
                        addedTokens.add(
                            json.object(path("added_tokens[" + addedTokens.size() + "]"))));
            case "normalizer" -> form = TokenizerFeatures.form(optional(json, name));
            case "post_processor" ->
                firstToken = TokenizerFeatures.firstToken(optional(json, name));
            case "decoder" -> TokenizerFeatures.requireByteLevelDecoder(optional(json, name));
            case "pre_tokenizer" -> preTokenizer = optional(json, name);
            case "model" -> json.members(path(name), member -> readModel(json, member));
            default -> json.skip();
          }
        });
    return define();
  }

  private void readModel(JsonText json, String name) throws IOException {
    String path = path("model." + name);
    switch (name) {
      case "vocab" -> {
        hasVocabulary = true;
        json.members(path, token -> tokens.add(token, json.integer(path)));
      }
      case "merges" -> {
        hasMerges = true;
        json.elements(path, _ -> merges.add(merge(json, path)));
      }
      case "ignore_merges" -> ignoreMerges = Boolean.TRUE.equals(json.value(path));
      default -> TokenizerFeatures.checkModelMember(path, name, json.value(path));
    }
  }

  /// A merge is written `"a b"` or `["a", "b"]`.
  private String merge(JsonText json, String path) throws IOException {
    if (!json.isArray()) {
      return json.string(path);
    }
    List<String> parts = new ArrayList<>(2);
    json.elements(path, _ -> parts.add(json.string(path)));
    return String.join(" ", parts);
  }

  private @Nullable JsonObject optional(JsonText json, String name) throws IOException {
    Object value = json.value(path(name));
    if (value != null && !(value instanceof JsonObject)) {
      throw new ModelException(path(name) + ": expected an object or null, found " + value);
    }
    return (JsonObject) value;
  }

  private TokenizerDefinition define() {
    if (!hasVocabulary) {
      throw new ModelException(path("model.vocab") + ": expected an object, found nothing");
    }
    if (!hasMerges) {
      throw new ModelException(path("model.merges") + ": expected an array, found nothing");
    }
    if (preTokenizer == null) {
      throw new ModelException(
          path("pre_tokenizer") + ": expected one that ends in ByteLevel, found none");
    }
    // Added tokens outside the model's vocabulary must not be found by merges, hence the order.
    Vocabulary ownTokens = tokens.build();
    MergeTable table = MergeReader.read(ownTokens, merges, path("model.merges"));
    List<AddedToken> added = addedTokens.stream().map(token -> added(token, ownTokens)).toList();
    Vocabulary vocabulary = tokens.build();
    return new TokenizerDefinition(
        vocabulary,
        new PieceEncoder(vocabulary, table, ignoreMerges, path("model.vocab")),
        form,
        TokenizerFeatures.preTokenizer(preTokenizer),
        new AddedTokens(added),
        firstToken);
  }

  private AddedToken added(JsonObject token, Vocabulary ownTokens) {
    String content = token.string("content");
    if (content.isEmpty()) {
      throw token.error("content", "some text", content);
    }
    TokenizerFeatures.refuseFlag(token, "lstrip");
    TokenizerFeatures.refuseFlag(token, "rstrip");
    TokenizerFeatures.refuseFlag(token, "single_word");
    long id = token.integer("id");
    int own = ownTokens.find(content);
    if (own < 0) {
      tokens.addBeside(content, id);
    } else if (own != id) {
      throw token.error("id", own + ", which model.vocab gives " + Quoted.of(content), id);
    }
    return new AddedToken((int) id, content, token.flag("normalized"), token.flag("special"));
  }

  private String path(String field) {
    return JsonText.join(file, field);
  }
}
