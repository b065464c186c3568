package dev.gloss.server.web;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who gets in, before any other handler sees a request.
///
/// `Host` must be one of our own names and our port: otherwise a foreign site whose name was
/// re-bound to the loopback address could read the page's data. `Origin`, where a browser sends
/// one, must be ourselves: cookies go along from every page on this host, whatever its port. And
/// the caller must show the token, or the session cookie that the token was exchanged for.
final class AccessGuard implements Handler<RoutingContext> {
  private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> PAGES = Set.of("/", "/panel");
  private static final String BEARER = "Bearer ";
  private static final int DEFAULT_PORT = 80;

  private final String host;
  private final byte[] token;
  private final String session = WebOptions.randomSecret();
  private final WebCounters counters;

  AccessGuard(WebOptions options, WebCounters counters) {
    this.host = options.host().toLowerCase(Locale.ROOT);
    this.token = bytes(options.token());
    this.counters = counters;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    int port = request.localAddress().port();
    String hostHeader = request.getHeader(HttpHeaders.HOST);
    if (hostHeader == null || !isOurs(hostHeader, port)) {
      refuse(context, 403, "Forbidden: Gloss answers only under its own loopback address.");
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !origin.equalsIgnoreCase("http://" + hostHeader)) {
      refuse(context, 403, "Forbidden: requests from other sites are not answered.");
      return;
    }
    String offered = request.getParam("token");
    String path = request.path();
    boolean page = path != null && request.method() == HttpMethod.GET && PAGES.contains(path);
    if (offered != null && page) {
      exchange(context, offered, port);
    } else if (hasBearer(request) || hasSession(request, port, origin)) {
      context.next();
    } else {
      refuse(context, 401, "Unauthorized: open the address with the token that Gloss printed.");
    }
  }

  /// Trades the token for the cookie; the redirect takes the token out of the address bar.
  private void exchange(RoutingContext context, String offered, int port) {
    if (!MessageDigest.isEqual(bytes(offered), token)) {
      refuse(context, 401, "Unauthorized: this token is not of the server that runs now.");
      return;
    }
    boolean panel = "panel".equals(context.request().getParam("view"));
    context
        .response()
        .putHeader(
            HttpHeaders.SET_COOKIE,
            "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(cookieName(port), session))
        .putHeader(HttpHeaders.LOCATION, panel ? "/panel" : context.normalizedPath())
        .setStatusCode(303)
        .end();
  }

  private boolean hasBearer(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    return authorization != null
        && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(bytes(authorization.substring(BEARER.length())), token);
  }

  /// A browser names the origin of every WebSocket, so one that comes by cookie must have it.
  private boolean hasSession(HttpServerRequest request, int port, @Nullable String origin) {
    Cookie cookie = request.getCookie(cookieName(port));
    return cookie != null
        && MessageDigest.isEqual(bytes(cookie.getValue()), bytes(session))
        && (origin != null || !request.canUpgradeToWebSocket());
  }

  private boolean isOurs(String hostHeader, int port) {
    int colon = hostHeader.lastIndexOf(':');
    boolean hasPort = colon > hostHeader.lastIndexOf(']');
    String name = hasPort ? hostHeader.substring(0, colon) : hostHeader;
    String portText = hasPort ? hostHeader.substring(colon + 1) : Integer.toString(DEFAULT_PORT);
    String lower = name.toLowerCase(Locale.ROOT);
    return portText.equals(Integer.toString(port))
        && (LOOPBACK_NAMES.contains(lower) || lower.equals(host));
  }

  private void refuse(RoutingContext context, int status, String message) {
    counters.refused.increment();
    Replies.text(context, status, message);
  }

  /// Cookies are shared by all ports of a host, so the port is in the name.
  private static String cookieName(int port) {
    return "gloss_" + port;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
