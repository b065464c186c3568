package dev.gloss.inference.testing;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// A tokenizer for tests: a few special tokens, and one id a character from `0` on.
public class LetterTokenizer implements Tokenizer {
  private static final List<String> SPECIAL =
      List.of("<bos>", "<eos>", "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>");
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST";

  @Override
  public int vocabularySize() {
    return SPECIAL.size() + LETTERS.length();
  }

  @Override
  public int[] encode(String text) {
    return encodeText(text);
  }

  @Override
  public int[] encodeText(String text) {
    return text.chars().map(c -> SPECIAL.size() + LETTERS.indexOf(c)).toArray();
  }

  @Override
  public int[] encode(Prompt prompt) {
    int[] ids = new int[0];
    for (Prompt.Part part : prompt.parts()) {
      int[] more =
          switch (part) {
            case Prompt.Special(String name) -> new int[] {specialId(name).orElseThrow()};
            case Prompt.Text(String text) -> encodeText(text);
            case Prompt.Ids(List<Integer> list) ->
                list.stream().mapToInt(Integer::intValue).toArray();
          };
      int before = ids.length;
      ids = Arrays.copyOf(ids, before + more.length);
      System.arraycopy(more, 0, ids, before, more.length);
    }
    return ids;
  }

  @Override
  public OptionalInt specialId(String name) {
    int id = SPECIAL.indexOf(name);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public boolean isSpecial(int id) {
    return id < SPECIAL.size();
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
      text.append(isSpecial(id) ? SPECIAL.get(id) : LETTERS.charAt(id - SPECIAL.size()));
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
    return OptionalInt.of(0);
  }

  @Override
  public OptionalInt eosId() {
    return OptionalInt.of(1);
  }

  @Override
  public boolean addBosToken() {
    return true;
  }
}
