package dev.gloss.server.context;

import dev.gloss.server.secrets.SecretMask;
import org.jspecify.annotations.Nullable;

/// A piece of a document that can be explained.
///
/// @param start offset where it begins, in chars
/// @param end offset after its end
/// @param symbol its name for a person, for example `Totals.sum`, where it has one
public record CodeRegion(int start, int end, @Nullable String symbol) {

  /// The code as a model reads it: from the first sign on, lines ending with LF, secrets covered.
  ///
  /// @param text the whole document: of a part of a secret nobody can see what it is
  public String code(String text) {
    String masked = SecretMask.mask(text);
    return masked.substring(start, end).replace("\r\n", "\n").replace('\r', '\n').strip();
  }
}
