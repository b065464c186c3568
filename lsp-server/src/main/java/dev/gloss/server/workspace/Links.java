package dev.gloss.server.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// Symbolic links: what else a path is called.
final class Links {
  private static final int LONGEST_CHAIN = 40;

  private Links() {}

  /// The path, every link that it leads to, and the file at their end, existing or not.
  ///
  /// @param path absolute
  static Set<Path> names(Path path) throws IOException {
    Set<Path> names = new LinkedHashSet<>();
    Path name = path;
    while (names.add(name) && names.size() < LONGEST_CHAIN && Files.isSymbolicLink(name)) {
      Path target = target(parent(name)).resolve(Files.readSymbolicLink(name));
      name = target.normalize();
    }
    names.add(target(path));
    return names;
  }

  /// The path without links in it; of what does not exist the part that does.
  static Path target(Path path) throws IOException {
    if (path.getParent() == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return path.getParent() == null ? path : target(parent(path)).resolve(path.getFileName());
    }
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      return path;
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
