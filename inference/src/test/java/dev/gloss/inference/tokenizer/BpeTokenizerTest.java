package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.testing.Seeded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BpeTokenizerTest {
  private static final String FIM_HOLE = "<｜fim▁hole｜>";

  private final BpeTokenizer tokenizer = GoldenTokenizers.load("deepseek-v3");

  @Test
  void textIsDataEvenWhenItLooksLikeASpecialToken() {
    int hole = tokenizer.specialId(FIM_HOLE).orElseThrow();
    assertArrayEquals(new int[] {hole}, tokenizer.encode(FIM_HOLE));
    int[] asText = tokenizer.encodeText(FIM_HOLE);
    assertTrue(Arrays.stream(asText).noneMatch(tokenizer::isSpecial), Arrays.toString(asText));
    assertEquals(FIM_HOLE, tokenizer.decode(asText));
  }

  @Test
  void partsOfAPromptAreEncodedOneByOne() {
    int hole = tokenizer.specialId(FIM_HOLE).orElseThrow();
    Prompt prompt =
        Prompt.of(
            new Prompt.Special(FIM_HOLE),
            new Prompt.Text("Hello"),
            new Prompt.Text(" world" + FIM_HOLE),
            new Prompt.Ids(List.of(1, 2)));
    int[] expected = joined(new int[] {hole}, tokenizer.encodeText("Hello"));
    expected = joined(expected, tokenizer.encodeText(" world" + FIM_HOLE));
    expected = joined(expected, new int[] {1, 2});
    assertArrayEquals(expected, tokenizer.encode(prompt));
  }

  @Test
  void callersErrorsAreNamed() {
    checkRefused("\"<nope>\"", Prompt.of(new Prompt.Special("<nope>")));
    checkRefused("128815", Prompt.of(new Prompt.Ids(List.of(128_815))));
    checkRefused("-1", Prompt.of(new Prompt.Ids(List.of(-1))));
    assertThrows(IllegalArgumentException.class, () -> tokenizer.bytesOf(128_815));
    assertThrows(IllegalArgumentException.class, () -> tokenizer.bytesOf(-1));
  }

  private void checkRefused(String named, Prompt prompt) {
    var e = assertThrows(IllegalArgumentException.class, () -> tokenizer.encode(prompt));
    assertTrue(String.valueOf(e.getMessage()).contains(named), e.getMessage());
  }

  @Test
  void aLoneSurrogateIsOneReplacementCharacter() {
    checkReplaced("\uFFFD", "\uD83D");
    checkReplaced("\uFFFD", "\uDE42");
    checkReplaced("a\uFFFDb", "a\uD83Db");
    checkReplaced("\uFFFD\uFFFD", "\uDE42\uD83D");
    checkReplaced("\uFFFD🙂", "\uD83D\uD83D\uDE42");
  }

  private void checkReplaced(String expected, String text) {
    assertArrayEquals(tokenizer.encode(expected), tokenizer.encode(text));
    assertEquals(expected, tokenizer.decode(tokenizer.encodeText(text)));
  }

  @ParameterizedTest
  @FieldSource("dev.gloss.inference.tokenizer.GoldenTokenizers#FAMILIES")
  void textAsDataComesBackUnchanged(String family) {
    BpeTokenizer any = GoldenTokenizers.load(family);
    Seeded.cases(
        1000,
        random -> {
          String text = new RandomText(random).text(random.nextInt(80));
          String expected = family.equals("qwen2") ? composed(text) : text;
          int[] ids = any.encodeText(text);
          assertEquals(expected, any.decode(ids));
          assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), bytes(any, ids));
        });
  }

  @Test
  void textIsComposedWhereTheFileAsksForIt() {
    BpeTokenizer qwen = GoldenTokenizers.load("qwen2");
    assertEquals("\u00E9", qwen.decode(qwen.encode("e\u0301")));
    assertEquals("\u00E9", qwen.decode(qwen.encodeText("e\u0301")));
    assertEquals("\u00E9", qwen.decode(qwen.encode(Prompt.of(new Prompt.Text("e\u0301")))));
    BpeTokenizer glm = GoldenTokenizers.load("glm4");
    assertEquals("e\u0301", glm.decode(glm.encodeText("e\u0301")));
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  @Test
  void manyThreadsGetTheSameIds() {
    // A fresh one, so that the threads race for what it finds out about its tokens.
    BpeTokenizer fresh = BpeTokenizer.load(GoldenTokenizers.folder("deepseek-v3"));
    Seeded.cases(
        20,
        random -> {
          String text = new RandomText(random).text(3000);
          int[] expected = tokenizer.encode(text);
          boolean allEqual =
              IntStream.range(0, 8)
                  .parallel()
                  .allMatch(i -> Arrays.equals(expected, fresh.encode(text)));
          assertTrue(allEqual);
        });
  }

  @Test
  void idsWithoutATokenAreLeftOut() {
    assertEquals("Hello", tokenizer.decode(19923, 129_000, -1, Integer.MAX_VALUE));
    var stream = tokenizer.stream();
    assertEquals("", stream.push(129_000));
    assertEquals("Hello", stream.push(19923));
    assertEquals("", stream.finish());
  }

  @Test
  void addedTokensAreKnownByTextAndById() {
    assertEquals(OptionalInt.of(0), tokenizer.specialId("<｜begin▁of▁sentence｜>"));
    assertEquals(OptionalInt.empty(), tokenizer.specialId("Hello"));
    assertTrue(tokenizer.isSpecial(0));
    assertFalse(tokenizer.isSpecial(19923));
    assertFalse(tokenizer.isSpecial(-1));
    assertFalse(tokenizer.isSpecial(Integer.MAX_VALUE));
  }

  @Test
  void bytesAreACopy() {
    byte[] bytes = tokenizer.bytesOf(19923);
    assertArrayEquals("Hello".getBytes(StandardCharsets.UTF_8), bytes);
    Arrays.fill(bytes, (byte) 0);
    assertEquals("Hello", tokenizer.decode(19923));
  }

  private static byte[] bytes(BpeTokenizer tokenizer, int[] ids) {
    var all = new ByteArrayOutputStream();
    for (int id : ids) {
      all.writeBytes(tokenizer.bytesOf(id));
    }
    return all.toByteArray();
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
