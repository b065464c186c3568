package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/// Byte-level byte-pair encoding, as DeepSeek's and most newer models use it. Immutable and safe
/// for use by many threads.
///
/// With DeepSeek's pre-tokenizers encoding takes time in proportion to the text (a logarithm more
/// inside one piece), whatever the text is.
public final class BpeTokenizer implements Tokenizer {
  private final TokenizerDefinition definition;
  private final OptionalInt bosId;
  private final OptionalInt eosId;
  private final boolean addBosToken;

  BpeTokenizer(
      TokenizerDefinition definition, OptionalInt bosId, OptionalInt eosId, boolean addBosToken) {
    this.definition = definition;
    this.bosId = bosId;
    this.eosId = eosId;
    this.addBosToken = addBosToken;
  }

  /// Reads `tokenizer.json`, and `tokenizer_config.json` where there is one, from a model's folder.
  ///
  /// @throws ModelException if a file is missing, damaged or asks for something that is not
  ///   supported; the message names the file, the field, what was expected and what was found
  public static BpeTokenizer load(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(folder + ": expected a model's folder, found none");
    }
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new ModelException(folder + ": expected a file tokenizer.json, found none");
    }
    TokenizerDefinition definition = TokenizerJson.read(file);
    Path configFile = folder.resolve("tokenizer_config.json");
    TokenizerConfig config =
        Files.isRegularFile(configFile) ? TokenizerConfig.read(configFile) : TokenizerConfig.NONE;
    return new BpeTokenizer(
        definition,
        config.bosId(definition),
        config.eosId(definition),
        config.beginsWithBos(definition));
  }

  /// Makes the tokenizer that a GGUF file's metadata describes.
  ///
  /// @throws ModelException if the metadata contradicts itself or names a pre-tokenizer that is not
  ///   known; the message names the file, the field, what was expected and what was found
  public static BpeTokenizer of(GgufVocabulary vocabulary) {
    return new BpeTokenizer(
        vocabulary.definition(),
        vocabulary.bosId(),
        vocabulary.eosId(),
        vocabulary.beginsWithBos());
  }

  @Override
  public int vocabularySize() {
    return definition.vocabulary().size();
  }

  @Override
  public int[] encode(String text) {
    char[] characters = Encoding.characters(text);
    Encoding encoding = encoding(characters.length);
    definition.addedTokens().search(characters, 0, characters.length, definition.form(), encoding);
    return encoding.ids();
  }

  @Override
  public int[] encodeText(String text) {
    Encoding encoding = encoding(text.length());
    encoding.addText(text);
    return encoding.ids();
  }

  @Override
  public int[] encode(Prompt prompt) {
    Encoding encoding = encoding(256);
    for (Prompt.Part part : prompt.parts()) {
      switch (part) {
        case Prompt.Special special -> encoding.add(requireSpecial(special.name()));
        case Prompt.Text text -> encoding.addText(text.text());
        case Prompt.Ids ids -> ids.ids().forEach(id -> encoding.add(requireInRange(id)));
      }
    }
    return encoding.ids();
  }

  /// Working memory for one call; `mergeSteps` of it tells tests what the call cost.
  Encoding encoding(int expectedChars) {
    return new Encoding(definition, expectedChars);
  }

  @Override
  public OptionalInt specialId(String name) {
    return definition.addedTokens().idOf(name);
  }

  @Override
  public boolean isSpecial(int id) {
    return definition.addedTokens().contains(id);
  }

  @Override
  public boolean isControl(int id) {
    AddedTokens added = definition.addedTokens();
    return added.contains(id) && ControlTokens.contain(decode(id), added.isFlaggedSpecial(id));
  }

  @Override
  public byte[] bytesOf(int id) {
    requireInRange(id);
    Vocabulary vocabulary = definition.vocabulary();
    return Arrays.copyOfRange(vocabulary.pool(), vocabulary.start(id), vocabulary.end(id));
  }

  /// Decodes all ids. An id without a token is left out: models have more rows than their tokenizer
  /// has tokens, and may choose one.
  @Override
  public String decode(int... ids) {
    return decode(ids, true);
  }

  /// Decodes all ids but those of tokens flagged special in the file, such as the beginning and the
  /// end of a text.
  public String decodeWithoutSpecial(int... ids) {
    return decode(ids, false);
  }

  private String decode(int[] ids, boolean withSpecial) {
    Vocabulary vocabulary = definition.vocabulary();
    LossyUtf8 utf8 = new LossyUtf8();
    StringBuilder text = new StringBuilder(ids.length * 4);
    for (int id : ids) {
      if (vocabulary.has(id) && (withSpecial || !definition.addedTokens().isFlaggedSpecial(id))) {
        utf8.decode(vocabulary.pool(), vocabulary.start(id), vocabulary.end(id), text);
      }
    }
    utf8.finish(text);
    return text.toString();
  }

  /// A fresh decoder for a stream of ids; like [#decode], it leaves out ids without a token.
  @Override
  public TokenStream stream() {
    return new StreamingDetokenizer(definition.vocabulary());
  }

  @Override
  public OptionalInt bosId() {
    return bosId;
  }

  @Override
  public OptionalInt eosId() {
    return eosId;
  }

  @Override
  public boolean addBosToken() {
    return addBosToken;
  }

  private int requireSpecial(String name) {
    return specialId(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a special token of this tokenizer, found %s"
                        .formatted(Quoted.of(name))));
  }

  private int requireInRange(int id) {
    if (id < 0 || id >= vocabularySize()) {
      throw new IllegalArgumentException(
          "expected a token id from 0 to %d, found %d".formatted(vocabularySize() - 1, id));
    }
    return id;
  }
}
