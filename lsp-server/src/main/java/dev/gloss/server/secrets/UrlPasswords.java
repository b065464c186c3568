package dev.gloss.server.secrets;

/// Passwords in URLs of every scheme: what stands between `://user:` and `@host`.
///
/// The user may be empty. People write passwords with any characters, also those that a URL has to
/// escape; a place that is filled in later (`${password}`, `%s`, `<password>`) is none.
final class UrlPasswords implements SecretFinder.InLines {
  private static final String START = "://";
  private static final int LONGEST = 512;
  private static final int SHORTEST = 3;
  private static final int LONGEST_PORT = 5;

  @Override
  public void find(String text, int first, int to, Cover cover) {
    int at = text.indexOf(START, first, to);
    int sign = 0;
    while (at >= 0) {
      int from = at + START.length();
      if (sign < from) {
        sign = text.indexOf('@', from, to);
        if (sign < 0) {
          return;
        }
      }
      int done = sign - from <= LONGEST ? hide(text, from, cover) : from;
      at = text.indexOf(START, Math.min(done, to), to);
    }
  }

  private static int hide(String text, int from, Cover cover) {
    int limit = Math.min(text.length(), from + LONGEST);
    int colon = from;
    while (colon < limit && isUser(text.charAt(colon))) {
      colon++;
    }
    if (colon == limit) {
      return from;
    }
    if (text.charAt(colon) == '@') {
      boolean token = colon - from >= 16 && Randomness.isLikely(text, from, colon);
      return token ? covered(from, colon, cover) : from;
    }
    if (text.charAt(colon) != ':') {
      return from;
    }
    int password = colon + 1;
    int at = end(text, password, limit);
    boolean secret =
        at - password >= SHORTEST && !Placeholder.is(text.substring(password, at), true);
    return secret ? covered(password, at, cover) : from;
  }

  private static int covered(int from, int to, Cover cover) {
    cover.hide(from, to);
    return to;
  }

  /// Where the password ends, before the `@` of the host; `from` where there is none.
  private static int end(String text, int from, int limit) {
    int last = from;
    int slash = -1;
    for (int i = from; i < limit && !endsUrl(text.charAt(i)); i++) {
      char c = text.charAt(i);
      if (c == '@' && i + 1 < text.length() && isHost(text.charAt(i + 1))) {
        last = i;
        if (slash >= 0) {
          return last;
        }
      } else if (c == ':' && text.startsWith(START, i)) {
        return last;
      } else if (slash < 0 && (c == '/' || c == '?' || c == '#')) {
        if (last > from || isPort(text, from, i)) {
          return last;
        }
        slash = i;
      }
    }
    return last;
  }

  private static boolean isPort(String text, int from, int to) {
    int digits = from;
    while (digits < to && Randomness.isDigit(text.charAt(digits))) {
      digits++;
    }
    return digits == to && to - from <= LONGEST_PORT;
  }

  private static boolean isUser(char c) {
    return c != ':' && c != '@' && c != '/' && c != '?' && c != '#' && !endsUrl(c);
  }

  private static boolean isHost(char c) {
    return Character.isLetterOrDigit(c) || c == '[' || c == '$' || c == '{' || c == '%' || c == '<';
  }

  private static boolean endsUrl(char c) {
    return c <= ' ' || c == '"' || c == '\'' || c == '`' || c == '\\' || c == '|';
  }
}
