package dev.gloss.server.symbols;

import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands at a place of a document.
///
/// @param start offset where its name begins in the document, in chars
/// @param end offset after the name
/// @param kind what it is, in words: `method`, `local variable`
/// @param name its simple name
/// @param signature how it is declared, on one line, secrets covered
/// @param container what it is declared in, in words for a person; empty where nothing is to say
/// @param where its declaration; null outside of the workspace
/// @param doc the first sentence of its documentation; empty where it has none
/// @param facts sentences about it, all of them true
/// @param method what is known of a method; null for all else
/// @param code what a model may explain; null where nothing is
public record SymbolCard(
    int start,
    int end,
    String kind,
    String name,
    String signature,
    String container,
    @Nullable Where where,
    String doc,
    List<String> facts,
    @Nullable MethodFacts method,
    @Nullable Code code) {

  /// Where something is declared.
  ///
  /// @param uri of the file
  /// @param languageId as LSP names languages
  /// @param fileName its name
  /// @param line 1-based
  /// @param start offset where the declaration begins, with its modifiers
  public record Where(String uri, String languageId, String fileName, int line, int start) {}

  /// Where a declaration in a document is.
  ///
  /// @param name where its name begins
  /// @param start where it begins itself
  static Where where(Document document, int name, int start) {
    String uri = document.uri().replaceAll("[?#].*", "");
    return new Where(
        document.uri(),
        document.languageId(),
        uri.substring(uri.lastIndexOf('/') + 1),
        document.lines().lineAt(name) + 1,
        start);
  }

  /// A declaration's code.
  ///
  /// @param uri of its file
  /// @param languageId as LSP names languages
  /// @param text all of the file
  /// @param pieces stretches of it that belong to the code, in order; offsets in chars
  /// @param joint what stands for what is left out between two of them
  /// @param calls what it calls elsewhere in the workspace, a declaration on a line
  public record Code(
      String uri,
      String languageId,
      String text,
      List<Span> pieces,
      String joint,
      List<String> calls) {}
}
