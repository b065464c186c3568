package dev.gloss.server.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Serves the page's files and the browser libraries out of the class path.
///
/// Only paths of plain names are looked up, below a root that is fixed here; everything else does
/// not exist.
final class StaticFiles {
  /// Names that start with a letter or digit: no `..`, no hidden files, nothing encoded.
  private static final Pattern PLAIN_PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  private static final String OWN_ROOT = "/web/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "ttf", "font/ttf");

  /// The part of each library that browsers get.
  private static final Map<String, String> LIBRARY_FOLDERS =
      Map.of("monaco-editor", "min/", "marked", "lib/", "dompurify", "dist/");

  private final Vertx vertx;
  private final Map<String, String> libraryRoots;

  /// Finds the libraries on the class path.
  ///
  /// @throws IllegalStateException if one is not there
  StaticFiles(Vertx vertx) {
    this.vertx = vertx;
    this.libraryRoots =
        LIBRARY_FOLDERS.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> libraryRoot(entry.getKey(), entry.getValue())));
  }

  /// Answers with one of our own files.
  ///
  /// @param path relative to the page's folder
  void own(RoutingContext context, String path) {
    send(context, OWN_ROOT, path);
  }

  /// Answers with a file of a library, from a path `NAME/FILE`.
  void library(RoutingContext context, String path) {
    int slash = path.indexOf('/');
    String root = slash < 0 ? null : libraryRoots.get(path.substring(0, slash));
    if (root == null) {
      notFound(context);
    } else {
      send(context, root, path.substring(slash + 1));
    }
  }

  /// Answers 404.
  static void notFound(RoutingContext context) {
    Replies.text(context, 404, "Not found.");
  }

  private void send(RoutingContext context, String root, String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !PLAIN_PATH.matcher(path).matches()) {
      notFound(context);
      return;
    }
    vertx
        .executeBlocking(() -> read(root + path), false)
        .onSuccess(bytes -> answer(context, type, bytes))
        .onFailure(failure -> Replies.text(context, 500, "Cannot read " + path + "."));
  }

  private static void answer(RoutingContext context, String type, byte @Nullable [] bytes) {
    if (bytes == null) {
      notFound(context);
      return;
    }
    String tag = entityTag(bytes);
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      context.response().setStatusCode(304).end();
    } else {
      context.response().end(Buffer.buffer(bytes));
    }
  }

  private static byte @Nullable [] read(String resource) throws IOException {
    try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static String entityTag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// WebJars keep the version in the path; the jar's own properties name it.
  private static String libraryRoot(String name, String folder) {
    String file = "/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(name);
    try (InputStream in = StaticFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(name + ": not on the class path, expected " + file);
      }
      Properties properties = new Properties();
      properties.load(in);
      return "/META-INF/resources/webjars/%s/%s/%s"
          .formatted(name, properties.getProperty("version"), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
