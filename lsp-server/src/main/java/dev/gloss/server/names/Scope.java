package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;

/// A stretch of a file in which names are declared.
///
/// @param span where it is
/// @param kind what it is
/// @param parent the number of the one around it; -1 for the file's own
/// @param owner the type whose members are declared in it; empty where there is none
record Scope(Span span, Kind kind, int parent, String owner) {
  /// What a scope is.
  enum Kind {
    FILE,
    /// From a function's parameters to its body's end.
    FUNCTION,
    /// A function that has a `this` of its own: its type's, or one that nobody here knows.
    METHOD,
    /// What stands behind a macro's name as a function's body does: it may be a method of some
    /// type.
    MACRO,
    BLOCK,
    /// What holds the parameters of a declaration, which itself belongs outside.
    TEMPLATE,
    /// The members of a type.
    TYPE,
    /// A part of a file that has a name, and sees what is declared around it.
    NAMESPACE,
    /// One that does not see what is declared around it.
    MODULE
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  /// Whether what is declared in it is for all of the file.
  boolean isOpen() {
    return kind == Kind.FILE || kind == Kind.NAMESPACE || kind == Kind.MODULE;
  }

  boolean isFunction() {
    return kind == Kind.FUNCTION || kind == Kind.METHOD || kind == Kind.MACRO;
  }
}
