package dev.gloss.server.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Texts that come with the program.
final class Resource {
  private Resource() {}

  /// The words of a resource beside this class.
  static String[] words(String resource) {
    return text(resource).strip().split("\\s+");
  }

  /// A resource beside this class.
  static String text(String resource) {
    try (InputStream in = Resource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + resource + " cannot be read", e);
    }
  }
}
