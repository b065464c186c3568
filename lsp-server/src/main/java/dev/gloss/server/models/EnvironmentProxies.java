package dev.gloss.server.models;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`,
/// in capitals or small letters, and where it names none the one of the settings. Loopback is never
/// asked through a proxy.
final class EnvironmentProxies extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final Map<String, String> environment;
  private final @Nullable String set;
  private final List<String> exempt;

  /// @param environment variables of the process
  /// @param set the proxy of the settings; null for none
  EnvironmentProxies(Map<String, String> environment, @Nullable String set) {
    this.environment = environment;
    this.set = set;
    this.exempt =
        Arrays.stream(Objects.requireNonNullElse(value("NO_PROXY"), "").split("[,\\s]+"))
            .filter(entry -> !entry.isBlank())
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .toList();
  }

  /// The proxy for an address; the system's own choice where the environment says nothing.
  ///
  /// @throws IllegalArgumentException if the variable names no proxy that can be used
  @Override
  public List<Proxy> select(URI uri) {
    if (Origin.isLoopback(uri) || isExempt(uri)) {
      return DIRECT;
    }
    String variable = uri.getScheme().equalsIgnoreCase("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    String proxy = value(variable);
    if (proxy == null) {
      variable = "ALL_PROXY";
      proxy = value(variable);
    }
    if (proxy == null) {
      variable = "hub.proxy";
      proxy = set;
    }
    if (proxy != null) {
      return List.of(new Proxy(Proxy.Type.HTTP, address(variable, proxy)));
    }
    ProxySelector system = ProxySelector.getDefault();
    return system == null ? DIRECT : system.select(uri);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // Whoever wanted the file is told by the exception itself.
  }

  private @Nullable String value(String name) {
    String value = environment.getOrDefault(name, environment.get(name.toLowerCase(Locale.ROOT)));
    return value == null || value.isBlank() ? null : value.strip();
  }

  private boolean isExempt(URI uri) {
    String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
    for (String entry : exempt) {
      int colon = entry.lastIndexOf(':');
      boolean hasPort = colon > 0 && entry.substring(colon + 1).matches("\\d+");
      String name = (hasPort ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
      boolean port =
          !hasPort || Integer.parseInt(entry.substring(colon + 1)) == Origin.of(uri).port();
      if (entry.equals("*") || (port && (host.equals(name) || host.endsWith("." + name)))) {
        return true;
      }
    }
    return false;
  }

  private static InetSocketAddress address(String variable, String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      String host = uri.getHost();
      if (host != null && uri.getUserInfo() == null && uri.getScheme().matches("(?i)https?")) {
        return new InetSocketAddress(host, uri.getPort() < 0 ? 80 : uri.getPort());
      }
    } catch (URISyntaxException e) {
      // Told below, with what was expected.
    }
    // The value is not told: it may hold a password.
    throw new IllegalArgumentException(
        variable + ": expected http://HOST:PORT, of a proxy that wants no password");
  }
}
