package dev.gloss.inference.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.testing.LetterTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpeningTest {
  /// The prompt is one token, the last one.
  private static final int[] PROMPT = {13};

  private static final List<String> TOKENS =
      List.of(
          "<end>", ".", ".o", ".out", "o", "ou", "out", "output", "u", " ", " a", " \n", "\n", "é");

  /// Tokens of several characters; the first one is special.
  private static final class WordTokenizer extends LetterTokenizer {
    @Override
    public int vocabularySize() {
      return TOKENS.size();
    }

    @Override
    public boolean isSpecial(int id) {
      return id == 0;
    }

    @Override
    public byte[] bytesOf(int id) {
      return TOKENS.get(id).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final TokenBytes VOCABULARY = new TokenBytes(new WordTokenizer(), TOKENS.size());

  private static List<String> allowed(String opening, boolean goesOnInLine, String... written) {
    byte[] bytes = opening.getBytes(StandardCharsets.UTF_8);
    int[] tokens = Arrays.copyOf(PROMPT, 1 + written.length);
    for (int i = 0; i < written.length; i++) {
      tokens[1 + i] = TOKENS.indexOf(written[i]);
    }
    float[] logits = new float[TOKENS.size()];
    new Opening(1, bytes, VOCABULARY, goesOnInLine).process(tokens, tokens.length, logits);
    return IntStream.range(0, logits.length)
        .filter(id -> logits[id] == 0)
        .mapToObj(TOKENS::get)
        .toList();
  }

  @Test
  void theFirstTokenGoesOnWithTheTextOrBeginsIt() {
    assertEquals(List.of(".", ".o", ".out"), allowed(".o", false));
    assertEquals(List.of(".", ".o", ".out"), allowed(".out", false));
    assertEquals(List.of("o", "ou", "out", "output"), allowed("outp", false));
    assertEquals(List.of("é"), allowed("é", false));
  }

  @Test
  void theNextTokensGoOnWithTheRest() {
    assertEquals(List.of("o", "ou", "out", "output"), allowed(".o", false, "."));
    assertEquals(List.of("u"), allowed("ou", false, "o"));
  }

  @Test
  void behindTheTextEverythingGoes() {
    assertEquals(TOKENS, allowed(".o", true, ".o"));
    assertEquals(TOKENS, allowed(".o", true, ".out"));
    assertEquals(TOKENS, allowed("o", true, "o", "<end>"));
  }

  @Test
  void theLineGoesOnBehindItWhereThatIsWished() {
    assertEquals(List.of(" ", " a", " \n"), allowed(" ", false));
    assertEquals(List.of(" ", " a"), allowed(" ", true));
  }

  @Test
  void whatTheVocabularyCannotWriteIsNotAskedFor() {
    assertEquals(TOKENS, allowed("x", false));
  }

  @Test
  void whatIsRuledOutAlreadyStaysSo() {
    float[] logits = new float[TOKENS.size()];
    logits[TOKENS.indexOf(".out")] = Float.NEGATIVE_INFINITY;
    byte[] opening = ".o".getBytes(StandardCharsets.UTF_8);
    new Opening(1, opening, VOCABULARY, false).process(PROMPT, 1, logits);
    assertEquals(Float.NEGATIVE_INFINITY, logits[TOKENS.indexOf(".out")]);
    assertEquals(0, logits[TOKENS.indexOf(".o")]);
  }
}
