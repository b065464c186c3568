package dev.gloss.server.retrieval;

import java.nio.file.Path;
import java.util.List;

/// Finds code from elsewhere that helps whoever writes at a place.
@FunctionalInterface
public interface ContextSource {
  /// What helps most, the best first; nothing where there is nothing, or nothing may be read.
  List<Piece> find(ContextQuery query);

  /// Whether what was found in a file may still be read: it is there, and nobody has left it out.
  default boolean mayRead(Path path) {
    return true;
  }
}
