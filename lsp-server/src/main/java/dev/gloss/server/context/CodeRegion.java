package dev.gloss.server.context;

import org.jspecify.annotations.Nullable;

/// A piece of a document that can be explained.
///
/// @param start offset where it begins, in chars
/// @param end offset after its end
/// @param symbol its name for a person, for example `Totals.sum`, where it has one
public record CodeRegion(int start, int end, @Nullable String symbol) {

  /// The code as a model reads it: from the first sign on, lines ending with LF, secrets covered.
  public String code(String text) {
    return SecretMask.mask(text.substring(start, end).replace("\r\n", "\n").replace('\r', '\n'))
        .strip();
  }
}
