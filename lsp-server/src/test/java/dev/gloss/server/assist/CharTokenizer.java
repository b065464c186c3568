package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// One token a code point, and a few special ones: a tokenizer whose numbers a reader can follow.
public final class CharTokenizer implements Tokenizer {
  private static final int FIRST_SPECIAL = 0x110000;
  private static final List<String> SPECIAL =
      List.of(
          "<｜begin▁of▁sentence｜>",
          "<｜end▁of▁sentence｜>",
          "<｜fim▁begin｜>",
          "<｜fim▁hole｜>",
          "<｜fim▁end｜>",
          "<｜User｜>",
          "<｜Assistant｜>");

  private final List<String> special;

  /// With the tokens that fill-in-the-middle and dialogues need.
  public CharTokenizer() {
    this(SPECIAL);
  }

  /// With these special tokens.
  CharTokenizer(List<String> special) {
    this.special = special;
  }

  @Override
  public int vocabularySize() {
    return FIRST_SPECIAL + special.size();
  }

  @Override
  public int[] encode(String text) {
    return encodeText(text);
  }

  @Override
  public int[] encodeText(String text) {
    return text.codePoints().toArray();
  }

  @Override
  public int[] encode(Prompt prompt) {
    return prompt.parts().stream().flatMapToInt(this::encode).toArray();
  }

  private IntStream encode(Prompt.Part part) {
    return switch (part) {
      case Prompt.Special(String name) -> IntStream.of(specialId(name).orElseThrow());
      case Prompt.Text(String text) -> Arrays.stream(encodeText(text));
      case Prompt.Ids(var ids) -> ids.stream().mapToInt(Integer::intValue);
    };
  }

  @Override
  public OptionalInt specialId(String name) {
    int index = special.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST_SPECIAL + index);
  }

  @Override
  public boolean isSpecial(int id) {
    return id >= FIRST_SPECIAL;
  }

  @Override
  public boolean isControl(int id) {
    return isSpecial(id);
  }

  @Override
  public byte[] bytesOf(int id) {
    return decode(id).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      if (isSpecial(id)) {
        text.append(special.get(id - FIRST_SPECIAL));
      } else {
        text.appendCodePoint(id);
      }
    }
    return text.toString();
  }

  @Override
  public TokenStream stream() {
    return new TokenStream() {
      @Override
      public String push(int id) {
        return decode(id);
      }

      @Override
      public String finish() {
        return "";
      }
    };
  }

  @Override
  public OptionalInt bosId() {
    return specialId(SPECIAL.get(0));
  }

  @Override
  public OptionalInt eosId() {
    return specialId(SPECIAL.get(1));
  }

  @Override
  public boolean addBosToken() {
    return true;
  }
}
