package dev.gloss.server.secrets;

/// Private keys as PuTTY saves them: a count of lines, the lines, and a checksum under the key's
/// passphrase.
final class PuttyKeys implements SecretFinder {
  private static final String LINES = "Private-Lines:";
  private static final String CHECK = "Private-MAC:";
  private static final int MANY = 10_000;

  @Override
  public void find(String text, Cover cover) {
    int at = text.indexOf(LINES);
    while (at >= 0) {
      int number = skipBlanks(text, at + LINES.length());
      int end = number;
      int count = 0;
      while (end < text.length() && Randomness.isDigit(text.charAt(end)) && count < MANY) {
        count = count * 10 + text.charAt(end++) - '0';
      }
      KeyLines lines = new KeyLines(text, end, text.length(), cover);
      lines.hide(count);
      at = text.indexOf(LINES, lines.position());
    }
    for (at = text.indexOf(CHECK); at >= 0; at = text.indexOf(CHECK, at + 1)) {
      int from = skipBlanks(text, at + CHECK.length());
      cover.hide(from, CharSet.HEX.end(text, from, text.length()));
    }
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
