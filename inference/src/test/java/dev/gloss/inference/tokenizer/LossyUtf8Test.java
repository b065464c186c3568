package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.testing.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossyUtf8Test {

  @ParameterizedTest
  @CsvSource({
    "ED A0 80, 3",
    "E4 B8, 1",
    "80, 1",
    "E0 80 80, 3",
    "F4 90 80 80, 4",
    "F0 9F F0 9F 98, 2",
    "C0 AF, 2",
    "FF, 1",
    "F0 80 80 80, 4",
    "F0 90 80, 1",
    "F5 80, 2"
  })
  void whatIsNoUtf8BecomesReplacementCharacters(String hex, int replacements) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    assertEquals("\uFFFD".repeat(replacements), decode(bytes, bytes.length));
    assertEquals("\uFFFD".repeat(replacements), decode(bytes, 1));
  }

  @Test
  void wellFormedTextComesBackHoweverItIsCut() {
    Seeded.cases(
        500,
        random -> {
          String text = new RandomText(random).text(random.nextInt(30));
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          assertEquals(text, decode(bytes, 1 + random.nextInt(5)));
        });
  }

  @Test
  void anyBytesDecodeAsInJavaButForSurrogates() {
    Seeded.cases(
        2000,
        random -> {
          byte[] bytes = randomBytes(random);
          assertEquals(
              new String(bytes, StandardCharsets.UTF_8), decode(bytes, 1 + random.nextInt(5)));
        });
  }

  /// Leads and continuations mostly, without the lead of surrogates, where Java decodes otherwise.
  private static byte[] randomBytes(Random random) {
    int[] bytes = {0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE4, 0xF0, 0xF1, 0xF4, 0xF5};
    byte[] result = new byte[random.nextInt(12)];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) bytes[random.nextInt(bytes.length)];
    }
    return result;
  }

  private static String decode(byte[] bytes, int step) {
    LossyUtf8 utf8 = new LossyUtf8();
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < bytes.length; from += step) {
      utf8.decode(bytes, from, Math.min(bytes.length, from + step), text);
    }
    utf8.finish(text);
    return text.toString();
  }
}
