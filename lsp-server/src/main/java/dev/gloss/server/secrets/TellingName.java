package dev.gloss.server.secrets;

import java.util.Locale;
import java.util.Set;

/// Tells by its last words whether a name is that of a secret: `dbPassword`, `API_KEY`,
/// `client-secret`, but not `passwordField`, `publicKey` or `tokenId`.
final class TellingName {
  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "passwords",
          "passwd",
          "passphrase",
          "pass",
          "passcode",
          "pwd",
          "pw",
          "secret",
          "secrets",
          "token",
          "tokens",
          "credential",
          "credentials",
          "cred",
          "creds",
          "apikey",
          "apikeys",
          "apitoken",
          "apisecret",
          "secretkey",
          "accesskey",
          "privatekey",
          "authkey",
          "authtoken",
          "accesstoken",
          "clientsecret",
          "accountkey",
          "masterkey",
          "signingkey",
          "encryptionkey",
          "sharedkey",
          "jwt",
          "bearer",
          "authorization",
          "salt");

  /// What makes a key a secret one.
  private static final Set<String> OF_KEYS =
      Set.of(
          "api",
          "secret",
          "access",
          "private",
          "auth",
          "account",
          "master",
          "signing",
          "encryption",
          "shared",
          "license",
          "app",
          "service",
          "client",
          "storage",
          "security",
          "webhook",
          "deploy",
          "admin",
          "ssh",
          "hmac",
          "aes",
          "crypto",
          "session",
          "data");

  private static final Set<String> NO_MATTER =
      Set.of(
          "value",
          "string",
          "str",
          "text",
          "plain",
          "base",
          "prod",
          "production",
          "dev",
          "test",
          "live",
          "staging",
          "old",
          "new",
          "default",
          "env",
          "encoded",
          "header",
          "raw");

  private static final Set<String> HARMLESS = Set.of("public", "pub", "primary", "foreign");

  private static final int LONGEST = 64;
  private static final int LAST_WORDS = 3;

  private TellingName() {}

  /// Whether the name between two places tells.
  static boolean tells(String text, int from, int to) {
    int limit = Math.max(from, to - LONGEST);
    int end = to;
    for (int i = 0; i < LAST_WORDS; i++) {
      end = wordEnd(text, limit, end);
      int start = wordStart(text, limit, end);
      String word = text.substring(start, end).toLowerCase(Locale.ROOT);
      if (!NO_MATTER.contains(word)) {
        return tells(word, text, limit, start);
      }
      end = start;
    }
    return false;
  }

  private static boolean tells(String last, String text, int limit, int start) {
    boolean secret = SECRETS.contains(last);
    boolean key = last.equals("key") || last.equals("keys");
    if (!secret && !key) {
      return false;
    }
    int end = wordEnd(text, limit, start);
    String before = text.substring(wordStart(text, limit, end), end).toLowerCase(Locale.ROOT);
    return secret ? !HARMLESS.contains(before) : OF_KEYS.contains(before);
  }

  /// Digits and signs between words are left out.
  private static int wordEnd(String text, int from, int to) {
    int end = to;
    while (end > from && !Randomness.isLetter(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static int wordStart(String text, int from, int end) {
    int start = end;
    while (start > from && belongs(text, start, end)) {
      start--;
    }
    return start;
  }

  /// Whether the letter before `start` is of the same word as those up to `end`.
  private static boolean belongs(String text, int start, int end) {
    char c = text.charAt(start - 1);
    if (!Randomness.isLetter(c)) {
      return false;
    }
    if (start == end) {
      return true;
    }
    boolean nextSmall = text.charAt(start) >= 'a';
    if (!nextSmall && start + 1 < end && text.charAt(start + 1) >= 'a') {
      return false;
    }
    return c >= 'a' == nextSmall || nextSmall;
  }
}
