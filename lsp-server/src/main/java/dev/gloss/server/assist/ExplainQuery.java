package dev.gloss.server.assist;

import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.context.CodeRegions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Code to be explained.
///
/// @param uri of the document
/// @param languageId as LSP names languages
/// @param text the whole document
/// @param start offset where the code begins, in chars
/// @param end offset after its end
/// @param symbol its name for a person, where it has one
public record ExplainQuery(
    String uri, String languageId, String text, int start, int end, @Nullable String symbol) {

  /// The method or function around a place; empty outside of all.
  ///
  /// @param offset the place, in chars
  public static Optional<ExplainQuery> enclosing(
      String uri, String languageId, String text, int offset) {
    return CodeRegions.enclosing(text, languageId, offset)
        .map(region -> of(uri, languageId, text, region));
  }

  /// The lines from one place to another; empty when they are blank.
  ///
  /// @param from a place in the first line, in chars
  /// @param to a place in the last line, or the start of the line after it
  public static Optional<ExplainQuery> lines(
      String uri, String languageId, String text, int from, int to) {
    return CodeRegions.lines(text, from, to).map(region -> of(uri, languageId, text, region));
  }

  /// The code as the model reads it.
  String code() {
    return new CodeRegion(start, end, symbol).code(text);
  }

  private static ExplainQuery of(String uri, String languageId, String text, CodeRegion region) {
    return new ExplainQuery(uri, languageId, text, region.start(), region.end(), region.symbol());
  }
}
