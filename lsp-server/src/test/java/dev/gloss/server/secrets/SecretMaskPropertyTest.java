package dev.gloss.server.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretMaskPropertyTest {
  private static final List<String> PIECES =
      List.of(
          "-----",
          "---- ",
          "BEGIN ",
          "END ",
          "RSA ",
          "PRIVATE KEY",
          " BLOCK",
          "-----\n",
          "\n",
          "\r\n",
          "\\n",
          "\\",
          "\"",
          "'",
          "`",
          " ",
          "=",
          ": ",
          ":",
          "://",
          "@",
          "/",
          "?",
          "#",
          "$",
          "{",
          "}",
          "<",
          ">",
          "(",
          ")",
          ",",
          "password",
          "api_key",
          "token",
          "--token",
          "Bearer ",
          "Basic ",
          "Private-Lines: ",
          "Private-MAC: ",
          "Proc-Type: 4",
          "user",
          "glpat-",
          "AKIA",
          "ghp_",
          "eyJ",
          ".ey",
          "|",
          "Q~",
          "_mmk",
          "value=",
          "é",
          "\ud83d\ude00",
          "\ud83d",
          "MIIE",
          "=abcd",
          "// ",
          " * ",
          "%",
          "%3D",
          "7",
          "word",
          "EXAMPLE");

  @Test
  void offsetsAndLineEndsStayWhateverTheText() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Samples samples = new Samples(seed);
    for (int i = 0; i < 5000; i++) {
      String text = text(random, samples, 25);
      check(text, SecretMask.mask(text), "-Dseed=" + seed);
    }
  }

  @Test
  void afterAnEditTheSameSecretsAreFoundAsAnew() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Samples samples = new Samples(seed);
    for (int i = 0; i < 1000; i++) {
      String text = text(random, samples, 40);
      SecretSpots spots = SecretSpots.of(text);
      for (int edit = 0; edit < 8; edit++) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(20));
        String put = random.nextInt(4) == 0 ? "" : text(random, samples, 3);
        text = text.substring(0, from) + put + text.substring(to);
        spots = spots.after(text, from, to, from + put.length());
        assertEquals(SecretMask.mask(text), spots.covered(text), "-Dseed=" + seed);
      }
    }
  }

  private static String text(Random random, Samples samples, int mostPieces) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(mostPieces);
    for (int j = 0; j < pieces; j++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) == 0) {
        text.append(samples.of(random.nextInt(70), Samples.BASE64));
      }
    }
    return text.toString();
  }

  private static void check(String text, String masked, String seed) {
    assertEquals(text.length(), masked.length(), seed);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnd = c == '\n' || c == '\r';
      assertTrue(masked.charAt(i) == c || !lineEnd && masked.charAt(i) == '*', seed);
    }
  }
}
