package dev.gloss.server.models;

import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which hub is asked, and how.
///
/// @param address of the hub, without a slash at its end
/// @param token shown to the hub and to nobody else; null for none
/// @param proxies through which it is reached
/// @param patience how long to wait for a connection, for an answer to begin, and for the next
///   bytes of one
public record HubAccess(
    URI address, @Nullable String token, ProxySelector proxies, Duration patience) {
  /// The hub that is asked where nobody names another.
  public static final URI DEFAULT_HUB = URI.create("https://huggingface.co");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Access as the environment has it: `HF_ENDPOINT` names a mirror, `HF_TOKEN` a token, and the
  /// usual variables a proxy.
  ///
  /// @param environment variables of the process
  /// @param mirror what the settings name; the environment wins
  /// @param proxy likewise
  /// @throws IllegalArgumentException if the mirror's address is none
  public static HubAccess of(
      Map<String, String> environment, @Nullable String mirror, @Nullable String proxy) {
    String endpoint = environment.get("HF_ENDPOINT");
    String token = environment.get("HF_TOKEN");
    return new HubAccess(
        endpoint != null && !endpoint.isBlank()
            ? address("HF_ENDPOINT", endpoint)
            : mirror == null ? DEFAULT_HUB : address("hub.mirror", mirror),
        token == null || token.isBlank() ? null : checked(token.strip()),
        new EnvironmentProxies(environment, proxy),
        PATIENCE);
  }

  /// Whether another hub than the usual one is asked.
  public boolean isMirror() {
    return !address.equals(DEFAULT_HUB);
  }

  /// The token is not told: an error may be read by others.
  private static String checked(String token) {
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "HF_TOKEN: has a character that no token has, such as a blank or one that is not seen");
    }
    return token;
  }

  private static URI address(String source, String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      if (uri.getHost() != null
          && String.valueOf(uri.getScheme()).matches("(?i)https?")
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, with what was expected.
    }
    throw new IllegalArgumentException(source + ": expected http(s)://HOST, got '" + text + "'");
  }
}
