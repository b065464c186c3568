package dev.gloss.server.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the files of a workspace declare, by simple name. Safe for use by many threads.
public final class DeclarationIndex {
  /// More than that are not kept: a hundred bytes each.
  private static final int MOST = 500_000;

  private final Map<String, List<Entry>> byName = new HashMap<>();
  private final Map<Path, Indexed> byFile = new HashMap<>();
  private int size;

  /// A declaration in its file.
  ///
  /// @param file that has it
  /// @param declaration what and where
  public record Entry(ProjectFile file, Declaration declaration) {}

  private record Indexed(ProjectFile file, Set<String> names) {}

  DeclarationIndex() {}

  /// All declarations of a name.
  public synchronized List<Entry> named(String name) {
    return List.copyOf(byName.getOrDefault(name, List.of()));
  }

  /// All declarations with a qualified name, such as those of a type or of all methods of a name.
  public List<Entry> qualified(String name) {
    return named(name.substring(name.lastIndexOf('.') + 1)).stream()
        .filter(entry -> entry.declaration().qualifiedName().equals(name))
        .toList();
  }

  /// Whether a file is in it as it is.
  synchronized boolean has(ProjectFile file) {
    Indexed known = byFile.get(file.path());
    return known != null && known.file().equals(file);
  }

  /// Takes a file in, in place of what it declared before.
  synchronized void put(ProjectFile file, List<Declaration> declarations) {
    remove(file.path());
    if (size + declarations.size() > MOST) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Declaration declaration : declarations) {
      names.add(declaration.name());
      byName
          .computeIfAbsent(declaration.name(), name -> new ArrayList<>(1))
          .add(new Entry(file, declaration));
    }
    size += declarations.size();
    byFile.put(file.path(), new Indexed(file, names));
  }

  /// The file is gone.
  synchronized void remove(Path path) {
    Indexed known = byFile.remove(path);
    if (known == null) {
      return;
    }
    for (String name : known.names()) {
      List<Entry> entries = byName.getOrDefault(name, new ArrayList<>());
      int before = entries.size();
      entries.removeIf(entry -> entry.file().path().equals(path));
      size -= before - entries.size();
      if (entries.isEmpty()) {
        byName.remove(name);
      }
    }
  }

  /// Keeps only files that are among these.
  synchronized void retain(Set<Path> paths) {
    Set.copyOf(byFile.keySet()).stream()
        .filter(path -> !paths.contains(path))
        .forEach(this::remove);
  }
}
