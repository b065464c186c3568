package dev.gloss.server.project;

/// Something that a file declares, and that code of other places can name.
///
/// @param kind what it is
/// @param name its simple name; a constructor's is that of its class
/// @param container what it stands in, qualified: the package or the type; empty where neither is
///   known
/// @param arity how many parameters a method takes; -1 where that is unknown, or it is none
/// @param start offset in the file where it begins, in chars
/// @param end offset after its end
public record Declaration(Kind kind, String name, String container, int arity, int start, int end) {

  /// What it is.
  public enum Kind {
    /// A class, interface, record, enum or annotation.
    TYPE,
    /// A method, constructor or function.
    FUNCTION,
    /// A field or a constant of an enum.
    FIELD
  }

  /// With what it stands in before it.
  public String qualifiedName() {
    return container.isEmpty() ? name : container + "." + name;
  }
}
