package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;
import java.util.List;
import java.util.Set;

/// Something that a file declares.
///
/// @param kind what it is, in words: `function`, `local variable`
/// @param whole all of the declaration
/// @param name where its name stands
/// @param visibleFrom where its name begins to be seen, in scopes whose declarations count from
///   where they stand
/// @param body where its body begins; -1 where it has none
/// @param scope the number of the scope in which its name is seen; -1 where it is seen nowhere
/// @param owner the type that it is a member of; empty where it is none
/// @param type where the name of its type, or of what it is made by, stands; none where nowhere
/// @param bases where the names of the types stand that it extends
/// @param keyword what stands before the declaration and belongs to it: `const`
/// @param doc where its documentation stands, if that is a part of it
public record Definition(
    String kind,
    Span whole,
    Span name,
    int visibleFrom,
    int body,
    int scope,
    String owner,
    Span type,
    List<Span> bases,
    String keyword,
    Span doc) {
  private static final Set<String> TYPES =
      Set.of("class", "interface", "struct", "enum", "trait", "type", "union", "type parameter");
  private static final Set<String> ONLY_TYPES = Set.of("interface", "type", "type parameter");
  private static final Set<String> VARIABLES =
      Set.of("variable", "local variable", "parameter", "field", "constant");

  /// Whether it is a type.
  public boolean isType() {
    return TYPES.contains(kind);
  }

  /// Whether it is a type and nothing that an expression could speak of.
  boolean isOnlyType() {
    return ONLY_TYPES.contains(kind);
  }

  /// Whether it holds a value that may be assigned more than once.
  public boolean isVariable() {
    return VARIABLES.contains(kind);
  }

  /// Whether it is a member by what is assigned to the object.
  boolean isAssigned() {
    return kind.equals("field") && scope < 0;
  }

  /// Whether it can be called.
  public boolean isFunction() {
    return kind.equals("function") || kind.equals("method");
  }
}
