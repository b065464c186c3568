package dev.gloss.server.models;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/// Whom a request goes to: what a token is meant for, and nobody else.
///
/// @param scheme `http` or `https`
/// @param host in lower case
/// @param port never -1
record Origin(String scheme, String host, int port) {

  static Origin of(URI uri) {
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, host, port);
  }

  /// Whether what is sent there can be read by nobody on the way.
  static boolean isPrivate(URI uri) {
    return of(uri).scheme().equals("https") || isLoopback(uri);
  }

  static boolean isLoopback(URI uri) {
    String host = of(uri).host();
    return host.equals("localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]")
        || host.equals("::1");
  }
}
