package dev.gloss.server.workspace;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Paths as the bytes that they are to Git and to most file systems, in strings that have a char a
/// byte.
///
/// Java turns names into text by the locale of the process, and with `LC_ALL=C` into question
/// marks. As URIs they stay what they are.
final class PathBytes {
  private static final char UNKNOWN = '\ufffd';

  private PathBytes() {}

  /// The bytes of a text in UTF-8.
  static String of(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// The bytes of a name.
  static String of(Path name) {
    String text = name.toString();
    if (text.indexOf(UNKNOWN) < 0) {
      return of(text);
    }
    String path = name.toUri().getRawPath();
    String encoded = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return of(DocumentUri.decoded(encoded.substring(encoded.lastIndexOf('/') + 1)));
  }

  /// An absolute path.
  ///
  /// @param text its segments with slashes between them
  /// @throws IllegalArgumentException if there can be no such path here
  static Path path(String text) {
    StringBuilder encoded = new StringBuilder("file:///");
    for (char c : of(text).toCharArray()) {
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || "/:._-".indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return Path.of(URI.create(encoded.toString()));
  }
}
