package dev.gloss.server.web;

import java.security.SecureRandom;
import java.util.Base64;

/// Where the web side listens and what opens it.
///
/// @param host address to listen on; anything but a loopback address is reachable by others
/// @param port port to listen on; 0 takes a free one
/// @param token the secret of the printed address and of `Authorization: Bearer`
public record WebOptions(String host, int port, String token) {

  /// The address used unless somebody asks for another.
  public static final String LOOPBACK = "127.0.0.1";

  private static final int TOKEN_BYTES = 32;
  private static final int MIN_TOKEN_CHARACTERS = 16;

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the port is out of range or the token is short
  public WebOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in [0, 65535], got " + port);
    }
    if (token.length() < MIN_TOKEN_CHARACTERS) {
      throw new IllegalArgumentException(
          "the web token must have at least %d characters, got %d"
              .formatted(MIN_TOKEN_CHARACTERS, token.length()));
    }
  }

  /// Loopback with a fresh random token.
  ///
  /// @param port port to listen on; 0 takes a free one
  public static WebOptions loopback(int port) {
    return new WebOptions(LOOPBACK, port, randomSecret());
  }

  /// 256 random bits in the alphabet that needs no escaping in addresses.
  static String randomSecret() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
