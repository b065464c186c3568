package dev.gloss.server.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Credentials of HTTP behind the name of their scheme: `Bearer`, `Basic`, `Token` and others.
final class Authorizations implements SecretFinder.InLines {
  private static final List<String> SCHEMES =
      List.of("Bearer", "Basic", "Token", "ApiKey", "Api-Key", "Negotiate", "Signature=");

  private static final CharSet CREDENTIALS = CharSet.of("A-Za-z0-9._~+/=-");
  private static final boolean[] FIRST = first();
  private static final int SHORTEST = 10;
  private static final int BETWEEN = 8;

  private static boolean[] first() {
    boolean[] first = new boolean[128];
    for (String scheme : SCHEMES) {
      char c = scheme.charAt(0);
      first[c] = true;
      first[Character.toLowerCase(c)] = true;
    }
    return first;
  }

  @Override
  public void find(String text, int from, int to, Cover cover) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 128 && FIRST[c] && Boundary.before(text, i)) {
        i = Math.max(i, find(text, i, cover) - 1);
      }
    }
  }

  private static int find(String text, int at, Cover cover) {
    for (String scheme : SCHEMES) {
      if (text.regionMatches(true, at, scheme, 0, scheme.length())) {
        return hide(text, at + scheme.length(), scheme.equals("Basic"), cover);
      }
    }
    return at;
  }

  /// Hides what follows a scheme, and says where it went on.
  private static int hide(String text, int afterScheme, boolean basic, Cover cover) {
    int from = afterScheme;
    int limit = Math.min(text.length(), afterScheme + BETWEEN);
    boolean assigned = text.startsWith("=", afterScheme - 1);
    while (from < limit && " \t\"'+:".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    if (from == afterScheme && !assigned) {
      return afterScheme;
    }
    int end = CREDENTIALS.end(text, from, Math.min(text.length(), from + Randomness.ENOUGH));
    boolean secret =
        end - from >= SHORTEST
            && (basic ? isBasic(text.substring(from, end)) : Randomness.isLikely(text, from, end));
    if (!secret) {
      return afterScheme;
    }
    int all = CREDENTIALS.end(text, end, text.length());
    cover.hide(from, all);
    return all;
  }

  /// User and password in base64 (RFC 7617).
  private static boolean isBasic(String value) {
    try {
      String whole = value.length() < Randomness.ENOUGH ? value : value.substring(0, 60);
      byte[] bytes = Base64.getDecoder().decode(whole);
      String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
      return decoded.indexOf(':') >= 0 && decoded.chars().allMatch(c -> c >= ' ' && c != 127);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
