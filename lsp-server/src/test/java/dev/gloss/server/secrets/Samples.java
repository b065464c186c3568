package dev.gloss.server.secrets;

import java.util.Random;

/// Things that look like secrets, made when they are wanted, so that no file holds one.
final class Samples {
  static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  static final String DIGITS = "0123456789";
  static final String HEX = DIGITS + "abcdef";
  static final String UPPER = LOWER.toUpperCase(java.util.Locale.ROOT) + DIGITS;
  static final String ALNUM = LOWER + UPPER;
  static final String BASE64 = ALNUM + "+/";
  static final String URL64 = ALNUM + "-_";
  static final String BASE32 = LOWER.toUpperCase(java.util.Locale.ROOT) + "234567";

  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  String of(int length, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /// The first line of a block.
  static String first(String title) {
    return "-----" + "BEGIN " + title + "-----";
  }

  static String last(String title) {
    return "-----" + "END " + title + "-----";
  }
}
