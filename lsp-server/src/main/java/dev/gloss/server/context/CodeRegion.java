package dev.gloss.server.context;

import dev.gloss.server.secrets.SecretMask;
import java.util.List;
import java.util.stream.Collectors;
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
    return code(text, List.of(this), "");
  }

  /// Several pieces of a document as a model reads them, secrets covered.
  ///
  /// @param text the whole document
  /// @param pieces in the order in which they are read
  /// @param joint what stands between two of them
  public static String code(String text, List<CodeRegion> pieces, String joint) {
    String masked = SecretMask.mask(text);
    return pieces.stream()
        .map(piece -> masked.substring(piece.start, piece.end))
        .collect(Collectors.joining(joint))
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .strip();
  }
}
