package dev.gloss.server.context;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Covers credentials in a text before it enters a prompt: private keys, access tokens of
/// well-known forms, passwords in URLs.
///
/// Each character of a secret becomes `*`, so offsets and lines stay. Only forms that are hardly
/// ever anything else are covered; what merely looks like a password is code more often than not.
public final class SecretMask {
  private static final Pattern SECRET =
      Pattern.compile(
          String.join(
              "|",
              // PEM; an unfinished block counts to the end of the text.
              "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?<pem>[^-]++)(?=-----END|\\z)",
              "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b",
              "\\bgh[pousr]_[A-Za-z0-9]{36,}+",
              "\\bgithub_pat_[A-Za-z0-9_]{22,}+",
              "\\bglpat-[A-Za-z0-9_-]{20,}+",
              "\\bxox[abeprs]-[A-Za-z0-9-]{10,}+",
              "\\bAIza[0-9A-Za-z_-]{35}",
              "\\b[sr]k_live_[A-Za-z0-9]{16,}+",
              "\\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}+",
              "\\beyJ[A-Za-z0-9_-]{10,}+\\.eyJ[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]{10,}+",
              "://[A-Za-z0-9._-]{1,64}+:(?<password>[^\\s/:@\"'<>{}$]{3,128}+)@"));

  /// Where only a part of what is found is the secret. (A look-behind would be tried at each
  /// character: ten times slower.)
  private static final List<String> PARTS = List.of("pem", "password");

  private SecretMask() {}

  /// The text with every secret covered; the same object where there is none.
  public static String mask(String text) {
    return SECRET.matcher(text).replaceAll(SecretMask::stars);
  }

  private static String stars(MatchResult secret) {
    StringBuilder stars = new StringBuilder(secret.group());
    int from = 0;
    int to = stars.length();
    for (String part : PARTS) {
      if (secret.start(part) >= 0) {
        from = secret.start(part) - secret.start();
        to = secret.end(part) - secret.start();
      }
    }
    for (int i = from; i < to; i++) {
      if (stars.charAt(i) != '\n' && stars.charAt(i) != '\r') {
        stars.setCharAt(i, '*');
      }
    }
    return Matcher.quoteReplacement(stars.toString());
  }
}
