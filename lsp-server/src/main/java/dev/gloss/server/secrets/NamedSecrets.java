package dev.gloss.server.secrets;

/// Random values beside a name that says what they are: `password = "…"`, `"api_key": "…"`,
/// `TOKEN=…`, `setSecret("…")`, `<password>…</password>`, `--token …`.
///
/// A value in quotes ends with the quote, another one with the first character that can belong to
/// none. A value that is a word, a call or a place to be filled in is code and stays.
final class NamedSecrets implements SecretFinder.InLines {
  private static final CharSet NAME = CharSet.of("A-Za-z0-9_.-");

  private static final CharSet BARE = CharSet.of("A-Za-z0-9_.~+/=!@#$%^*?:-");

  /// Signs between a name and its value, with those of calls, maps and arrays.
  private static final String SIGNS = "=:>?|,([]";

  private static final int BETWEEN = 12;

  @Override
  public void find(String text, int from, int to, Cover cover) {
    int at = from;
    while (at < to) {
      if (!NAME.has(text.charAt(at))) {
        at++;
        continue;
      }
      int end = NAME.end(text, at, text.length());
      boolean tells =
          end < text.length() && !endsLine(text.charAt(end)) && TellingName.tells(text, at, end);
      int done = tells ? hide(text, at, end, cover) : end;
      at = Math.max(end, done);
    }
  }

  private static int hide(String text, int name, int nameEnd, Cover cover) {
    int limit = Math.min(text.length(), nameEnd + BETWEEN);
    boolean option = text.startsWith("--", name);
    boolean element = name > 0 && text.charAt(name - 1) == '<';
    int quote = nameEnd + (text.startsWith("\\", nameEnd) ? 1 : 0);
    boolean quoted = quote < limit && isQuote(text.charAt(quote));
    int at = quoted ? quote + 1 : nameEnd;
    boolean signed = false;
    while (at < limit && isBetween(text.charAt(at))) {
      signed |= SIGNS.indexOf(text.charAt(at)) >= 0;
      at++;
    }
    if (quoted && !signed && text.startsWith("value=", at)) {
      signed = true;
      at += "value=".length();
    }
    if (at >= text.length() || !signed && !(option && at > nameEnd)) {
      return nameEnd;
    }
    if (isQuote(text.charAt(at))) {
      return hideQuoted(text, at, cover);
    }
    String between = text.substring(nameEnd, at);
    boolean assigned =
        option
            || between.indexOf('=') >= 0
            || between.indexOf(':') >= 0
            || element && between.equals(">");
    return assigned && between.indexOf('(') < 0 ? hideBare(text, at, cover) : nameEnd;
  }

  private static int hideQuoted(String text, int quote, Cover cover) {
    char mark = text.charAt(quote);
    int from = quote + 1;
    int end = from;
    int limit = Math.min(text.length(), from + Randomness.ENOUGH);
    while (end < limit && text.charAt(end) != ' ' && !endsQuoted(text.charAt(end), mark)) {
      end++;
    }
    if (end == text.length() || !isSecret(text, from, end)) {
      return from;
    }
    while (end < text.length() && !endsQuoted(text.charAt(end), mark)) {
      end++;
    }
    cover.hide(from, end);
    return end;
  }

  private static int hideBare(String text, int from, Cover cover) {
    int limit = Math.min(text.length(), from + Randomness.ENOUGH);
    int end = BARE.end(text, from, limit);
    boolean code = end < text.length() && "([{\"'`".indexOf(text.charAt(end)) >= 0;
    if (code || isNumber(text, from, end) || !isSecret(text, from, end)) {
      return from;
    }
    int all = BARE.end(text, end, text.length());
    cover.hide(from, all);
    return all;
  }

  private static boolean isSecret(String text, int from, int to) {
    if (!Randomness.isLikely(text, from, to)) {
      return false;
    }
    String value = text.substring(from, to);
    return value.charAt(0) != '/' && !value.contains("://") && !Placeholder.is(value, false);
  }

  /// A number of a programming language, with its base and its type.
  private static boolean isNumber(String text, int from, int to) {
    return to - from <= 20 && text.startsWith("0x", from);
  }

  private static boolean endsQuoted(char c, char mark) {
    return c == mark || c == '\\' || endsLine(c);
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static boolean isBetween(char c) {
    return c == ' ' || c == '\t' || c == '\\' || SIGNS.indexOf(c) >= 0;
  }
}
