package dev.gloss.server.names;

import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds out whether what is assigned to an object goes to something that its type inherits, a
/// property or a field with a type, so that the assignment declares nothing.
final class PropertySearch {
  /// Types that only mark what extends them.
  private static final Pattern MARKERS =
      Pattern.compile("(?:\\w+\\.)?(?:ABC|Generic|Protocol)(?:\\[.*])?", Pattern.DOTALL);

  private final Question question;
  private final MemberSearch members;

  /// @param question what is asked about types that are not found
  /// @param members what is asked about the others
  PropertySearch(Question question, MemberSearch members) {
    this.question = question;
    this.members = members;
  }

  /// Whether a type inherits such a thing.
  ///
  /// @param orMay whether a type that is not found has one, too, unless the name says that it is
  ///   nobody else's
  boolean inherits(Target type, String name, boolean orMay, int depth) {
    Set<Target> seen = new HashSet<>();
    Deque<Target> types = new ArrayDeque<>(List.of(type));
    while (!types.isEmpty()) {
      Target next = types.remove();
      for (Span base : next.definition().bases()) {
        Optional<Target> extended = members.typeAt(next.document(), base, depth);
        if (extended.isEmpty()) {
          if (orMay && !name.startsWith("_") && !isBare(next.document(), base, depth)) {
            return true;
          }
        } else if (seen.add(extended.get())) {
          if (declares(extended.get(), name)) {
            return true;
          }
          types.add(extended.get());
        }
      }
    }
    return false;
  }

  private static boolean declares(Target type, String name) {
    NameTable table = type.table();
    return table
        .members(table.name(type.definition()), name)
        .anyMatch(d -> d.isFunction() || table.isAnnotated(d));
  }

  /// Whether a type has no properties for sure: one that is built in, as nothing declares it.
  private boolean isBare(Document document, Span type, int depth) {
    String name = type.of(document.text());
    return MARKERS.matcher(name).matches()
        || name.chars().allMatch(Character::isJavaIdentifierPart)
            && question.meaning(document, type.end(), depth + 1).isNothing();
  }
}
