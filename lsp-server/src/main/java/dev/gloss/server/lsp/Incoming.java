package dev.gloss.server.lsp;

import org.jspecify.annotations.Nullable;

/// What came in over a stream.
sealed interface Incoming {

  /// A message that was read.
  ///
  /// @param json its text
  record Whole(String json) implements Incoming {}

  /// A message that is too long to be read into memory.
  ///
  /// @param bytes how long it is
  /// @param outline the same message as JSON, of which nothing is left but its id and method
  /// @param uri of the document it is about, as far as that was found
  record TooLong(long bytes, String outline, @Nullable String uri) implements Incoming {}
}
