package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;

/// A name that a file takes from another, or hands on to others.
///
/// @param site where the imported name stands, to be pointed at; none where nowhere
/// @param local its name in this file; empty for all names of the module
/// @param localSite where that stands
/// @param module the other file, as it is named here; empty for this one
/// @param imported its name there; empty for the module itself
/// @param handedOn whether it is for others alone, and not seen in this file
/// @param scope the number of the scope in which it is seen
record Import(
    Span site,
    String local,
    Span localSite,
    String module,
    String imported,
    boolean handedOn,
    int scope) {

  /// Whether all names of the module are meant.
  boolean isAll() {
    return local.isEmpty();
  }
}
