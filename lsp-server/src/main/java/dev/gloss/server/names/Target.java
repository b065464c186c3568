package dev.gloss.server.names;

import dev.gloss.server.workspace.Document;

/// What a name means.
///
/// @param document where it is declared
/// @param definition its declaration there
public record Target(Document document, Definition definition) {

  /// The names of the file in which it is declared.
  public NameTable table() {
    return document.analysis(NameTable.OF).orElseThrow();
  }
}
