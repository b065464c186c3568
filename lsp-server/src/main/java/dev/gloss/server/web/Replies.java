package dev.gloss.server.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/// What all responses have in common: the security headers, and short plain text for errors.
final class Replies {

  /// Scripts, workers and connections from here alone and no `eval`. Monaco writes style elements,
  /// hence `unsafe-inline` for styles; its icon font comes as a file or as data.
  static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "worker-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "font-src 'self' data:",
          "img-src 'self' data:",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
          CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private Replies() {}

  /// Puts the security headers on a response, whatever will be answered, and goes on.
  static void secure(RoutingContext context) {
    MultiMap headers = context.response().headers();
    SECURITY.forEach(headers::set);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }

  /// Answers with one line of plain text.
  static void text(RoutingContext context, int status, String message) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(message + "\n");
  }
}
