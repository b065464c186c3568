package dev.gloss.prompts;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A tokenizer for tests: a word with the blank before it, a run of blanks, one mark or a line feed
/// is one token; ids are given out as words turn up. Counts the characters it was asked to encode.
/// One thread at a time.
public final class WordTokenizer implements Tokenizer {
  private static final Pattern WORD = Pattern.compile(" ?\\w{1,8}|[ \\t]+|\\R|.", Pattern.DOTALL);

  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final int specials;
  private final boolean bos;
  private OptionalInt eos = OptionalInt.empty();
  private long encodedChars;

  /// @param bos whether the first special token is the beginning of sentence
  /// @param specials texts of the special tokens
  public WordTokenizer(boolean bos, String... specials) {
    this.bos = bos;
    this.specials = specials.length;
    for (String special : specials) {
      id(special);
    }
  }

  /// The same with an end of sentence.
  public WordTokenizer endingWith(int id) {
    eos = OptionalInt.of(id);
    return this;
  }

  /// Characters encoded since the last call.
  public long takeEncodedChars() {
    long taken = encodedChars;
    encodedChars = 0;
    return taken;
  }

  private int id(String word) {
    return ids.computeIfAbsent(
        word,
        w -> {
          words.add(w);
          return words.size() - 1;
        });
  }

  @Override
  public int[] encodeText(String text) {
    encodedChars += text.length();
    List<Integer> found = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      found.add(id(matcher.group()));
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int[] encode(Prompt prompt) {
    return prompt.parts().stream()
        .flatMapToInt(
            part ->
                switch (part) {
                  case Prompt.Special(String name) -> IntStream.of(specialId(name).orElseThrow());
                  case Prompt.Text(String text) -> IntStream.of(encodeText(text));
                  case Prompt.Ids(List<Integer> list) -> list.stream().mapToInt(Integer::intValue);
                })
        .toArray();
  }

  @Override
  public int[] encode(String text) {
    throw new UnsupportedOperationException("a prompt is parts, no text with special tokens in it");
  }

  @Override
  public OptionalInt specialId(String name) {
    int index = words.indexOf(name);
    return index >= 0 && index < specials ? OptionalInt.of(index) : OptionalInt.empty();
  }

  @Override
  public boolean isSpecial(int id) {
    return id < specials;
  }

  @Override
  public boolean isControl(int id) {
    return isSpecial(id);
  }

  @Override
  public byte[] bytesOf(int id) {
    return words.get(id).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String decode(int... decoded) {
    StringBuilder text = new StringBuilder();
    IntStream.of(decoded).forEach(id -> text.append(words.get(id)));
    return text.toString();
  }

  @Override
  public TokenStream stream() {
    return new TokenStream() {
      @Override
      public String push(int id) {
        return words.get(id);
      }

      @Override
      public String finish() {
        return "";
      }
    };
  }

  @Override
  public int vocabularySize() {
    return words.size();
  }

  @Override
  public OptionalInt bosId() {
    return bos ? OptionalInt.of(0) : OptionalInt.empty();
  }

  @Override
  public OptionalInt eosId() {
    return eos;
  }

  @Override
  public boolean addBosToken() {
    return bos;
  }
}
