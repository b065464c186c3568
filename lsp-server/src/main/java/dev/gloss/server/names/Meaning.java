package dev.gloss.server.names;

import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a search found: a declaration, the files of a module, nothing, or that nobody can tell.
///
/// @param one the declaration; null where there is none
/// @param files of the module; empty where it is none
/// @param isUnsure whether it may mean something that is not seen here
record Meaning(@Nullable Target one, List<Document> files, boolean isUnsure) {
  static final Meaning NOTHING = new Meaning(null, List.of(), false);
  static final Meaning UNSURE = new Meaning(null, List.of(), true);

  static Meaning of(Document document, Definition definition) {
    return of(new Target(document, definition));
  }

  static Meaning of(Target target) {
    return new Meaning(target, List.of(), false);
  }

  static Meaning of(List<Document> module) {
    return new Meaning(null, module, false);
  }

  Optional<Target> target() {
    return Optional.ofNullable(one);
  }

  boolean isModule() {
    return !files.isEmpty();
  }

  boolean isNothing() {
    return one == null && files.isEmpty() && !isUnsure;
  }
}
