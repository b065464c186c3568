package dev.gloss.inference.engine;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Stands in where a model's files have no tokenizer: prompts of ids work and tokens have no text;
/// text is refused.
final class IdTokenizer implements Tokenizer {
  private final String missing;
  private final int vocabularySize;

  /// @param missing file, what was expected of it and what was found, for messages
  IdTokenizer(String missing, int vocabularySize) {
    this.missing = missing;
    this.vocabularySize = vocabularySize;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int[] encode(String text) {
    throw missing();
  }

  @Override
  public int[] encodeText(String text) {
    throw missing();
  }

  @Override
  public int[] encode(Prompt prompt) {
    return prompt.parts().stream().flatMapToInt(this::ids).toArray();
  }

  private IntStream ids(Prompt.Part part) {
    return switch (part) {
      case Prompt.Ids(List<Integer> ids) -> ids.stream().mapToInt(this::checked);
      case Prompt.Special _, Prompt.Text _ -> throw missing();
    };
  }

  private int checked(int id) {
    if (id < 0 || id >= vocabularySize) {
      throw new IllegalArgumentException(
          "token id " + id + " is out of range, the model has ids 0 to " + (vocabularySize - 1));
    }
    return id;
  }

  @Override
  public OptionalInt specialId(String name) {
    return OptionalInt.empty();
  }

  @Override
  public boolean isSpecial(int id) {
    return false;
  }

  @Override
  public boolean isControl(int id) {
    return false;
  }

  @Override
  public byte[] bytesOf(int id) {
    throw missing();
  }

  @Override
  public String decode(int... ids) {
    return "";
  }

  @Override
  public TokenStream stream() {
    return new TokenStream() {
      @Override
      public String push(int id) {
        return "";
      }

      @Override
      public String finish() {
        return "";
      }
    };
  }

  @Override
  public OptionalInt bosId() {
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt eosId() {
    return OptionalInt.empty();
  }

  @Override
  public boolean addBosToken() {
    return false;
  }

  private ModelException missing() {
    return new ModelException(missing + ": only token ids can be used");
  }
}
