package dev.gloss.server.secrets;

/// Covers credentials in a text before any part of it enters a prompt: private keys, access tokens
/// of well-known forms, credentials in headers and URLs, random values beside a telling name.
///
/// Each character of a secret becomes `*`, so offsets and lines stay. A mask is made of a whole
/// document, never of a piece cut from it: what is inside a key cannot be told from anything else
/// without its first line.
public final class SecretMask {
  private SecretMask() {}

  /// The text with every secret covered; the same object where there is none. Depends on the text
  /// alone.
  ///
  /// @param text all of a document, with line ends of any kind
  public static String mask(String text) {
    return SecretSpots.of(text).covered(text);
  }
}
