package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what a folder's `tokenizer.json` says in the way of GGUF files. One instance reads one
/// file.
public final class HuggingFaceVocabulary {

  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  private final Path file;
  private final @Nullable String[] tokens;
  private final List<Integer> types;
  private final List<String> merges = new ArrayList<>();
  private boolean ignoreMerges;

  private HuggingFaceVocabulary(Path file, int rows) {
    this.file = file;
    this.tokens = new @Nullable String[rows];
    this.types = new ArrayList<>(Collections.nCopies(rows, UNUSED));
  }

  /// Reads the tokenizer of a folder.
  ///
  /// A normalizer cannot be said: text that NFC would change is tokenized as it stands.
  ///
  /// @param rows rows of the model's embedding; those without a token are filled up
  /// @throws ModelException if it is missing, damaged, has a token beyond the rows, or cuts text in
  ///   a way that GGUF files have no name for
  public static GgufVocabulary read(Path folder, int rows) {
    BpeTokenizer tokenizer = BpeTokenizer.load(folder);
    Path file = folder.resolve("tokenizer.json");
    HuggingFaceVocabulary run = new HuggingFaceVocabulary(file, rows);
    JsonText.read(
        file,
        json -> {
          run.members(json);
          return run;
        });
    String pre =
        PreTokenizerNames.of(TokenizerJson.read(file).preTokenizer(), run.ignoreMerges)
            .orElseThrow(
                () ->
                    new ModelException(
                        file
                            + ": pre_tokenizer: expected one that GGUF files have a name for,"
                            + " found none of these: "
                            + String.join(", ", GgufVocabulary.preTokenizers())));
    return new GgufVocabulary(
        file.toString(),
        pre,
        run.filled(),
        run.types,
        run.merges,
        tokenizer.bosId(),
        tokenizer.eosId(),
        tokenizer.addBosToken());
  }

  private void members(JsonText json) throws IOException {
    json.members(
        file.toString(),
        name -> {
          switch (name) {
            case "added_tokens" -> json.elements(name, _ -> added(json.object(name)));
            case "model" -> json.members(name, member -> model(json, member));
            default -> json.skip();
          }
        });
  }

  private void model(JsonText json, String name) throws IOException {
    switch (name) {
      case "vocab" -> json.members(name, token -> put(token, json.integer(name), NORMAL));
      case "merges" -> json.elements(name, _ -> merges.add(merge(json, name)));
      case "ignore_merges" -> ignoreMerges = Boolean.TRUE.equals(json.value(name));
      default -> json.skip();
    }
  }

  /// Added tokens stand in front of the vocabulary, which may repeat them.
  private void added(JsonObject token) {
    int type = token.flag("special") ? CONTROL : USER_DEFINED;
    put(token.string("content"), token.integer("id"), type);
  }

  private void put(String token, long id, int type) {
    if (id < 0 || id >= tokens.length) {
      throw new ModelException(
          "%s: token %s has id %d, the model's embedding %d rows"
              .formatted(file, Quoted.of(token), id, tokens.length));
    }
    int row = (int) id;
    if (tokens[row] == null || type != NORMAL) {
      tokens[row] = token;
      types.set(row, type);
    }
  }

  private static String merge(JsonText json, String path) throws IOException {
    if (!json.isArray()) {
      return json.string(path);
    }
    List<String> parts = new ArrayList<>(2);
    json.elements(path, _ -> parts.add(json.string(path)));
    return String.join(" ", parts);
  }

  private List<String> filled() {
    List<String> filled = new ArrayList<>(tokens.length);
    for (int id = 0; id < tokens.length; id++) {
      String token = tokens[id];
      filled.add(token == null ? "[PAD" + id + "]" : token);
    }
    return filled;
  }
}
