package dev.gloss.server.secrets;

/// Tells what a generator has drawn from what a person has named.
final class Randomness {
  /// Pairs of letters of which nine in ten of the pairs in English words and in identifiers are,
  /// and one in four of random ones.
  private static final String PAIRS =
      "ab ac ad ag ai al am an ap ar as at ay ba be bl bu ca ce ch ck cl co cr ct cu da de di do "
          + "ds du ea ec ed ee ef eg el em en ep er es et ev ex fa fe fi fo ge gi gr ha he hi ho "
          + "ia ic id ie if ig il im in io ir is it iv iz ke la ld le li ll lo ls lu ly ma me mi "
          + "mo mp na nc nd ne ng ni nn no ns nt oc od ol om on oo op or os ot ou ov ow pa pe pl "
          + "po pp pr pt qu ra rc rd re ri rm rn ro rr rs rt ru ry sa sc se sh si so sp ss st su "
          + "ta tc te th ti to tr ts tt tu ty ua ub ue ul um un up ur us ut va ve vi wa we xp ze";

  private static final boolean[] COMMON = common();

  /// As much of a value is looked at; the rest will be like it.
  static final int ENOUGH = 64;

  private Randomness() {}

  private static boolean[] common() {
    boolean[] common = new boolean[26 * 26];
    for (String pair : PAIRS.split(" ")) {
      common[(pair.charAt(0) - 'a') * 26 + pair.charAt(1) - 'a'] = true;
    }
    return common;
  }

  /// Share of the pairs of neighbours that are common in words, 0 to 1. Between a small and a
  /// capital letter, between two digits and beside other characters there is no pair.
  static double wordness(String text, int from, int to) {
    int pairs = 0;
    int common = 0;
    for (int i = from + 1; i < Math.min(to, from + ENOUGH); i++) {
      char a = text.charAt(i - 1);
      char b = text.charAt(i);
      if (isLetter(a) && isLetter(b)) {
        boolean hump = a >= 'a' && b <= 'Z';
        pairs += hump ? 0 : 1;
        common += !hump && COMMON[index(a) * 26 + index(b)] ? 1 : 0;
      } else if (isLetter(a) && isDigit(b) || isDigit(a) && isLetter(b)) {
        pairs++;
      }
    }
    return pairs == 0 ? 0 : (double) common / pairs;
  }

  /// How many different characters there are, ASCII ones.
  static int distinct(String text, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < Math.min(to, from + ENOUGH); i++) {
      char c = text.charAt(i);
      if (c < 64) {
        low |= 1L << c;
      } else if (c < 128) {
        high |= 1L << (c - 64);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /// Whether the part can be what a generator wrote, given that its form already says so: not made
  /// of words, nor of a few characters again and again.
  static boolean isPossible(String text, int from, int to) {
    return distinct(text, from, to) >= (to - from < 16 ? 4 : 6) && wordness(text, from, to) < 0.62;
  }

  /// Whether the part is hardly anything but what a generator wrote.
  static boolean isLikely(String text, int from, int to) {
    int length = Math.min(to - from, ENOUGH);
    if (length < 8 || distinct(text, from, to) < 6 || wordness(text, from, to) >= 0.5) {
      return false;
    }
    int letters = 0;
    int digits = 0;
    int changes = 0;
    for (int i = from; i < from + length; i++) {
      char c = text.charAt(i);
      letters += isLetter(c) ? 1 : 0;
      digits += isDigit(c) ? 1 : 0;
      changes += i > from && kind(c) != kind(text.charAt(i - 1)) ? 1 : 0;
    }
    boolean mixed = digits > 0 || length >= 20 && changes >= length / 4;
    return letters >= length / 5 && mixed && changes * 6 >= length && changes >= 3;
  }

  private static int kind(char c) {
    return isDigit(c) ? 0 : !isLetter(c) ? 1 : c <= 'Z' ? 2 : 3;
  }

  private static int index(char letter) {
    return (letter | 0x20) - 'a';
  }

  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
