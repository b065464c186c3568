package dev.gloss.server.workspace;

import java.nio.file.Path;
import java.util.List;

/// Files that a person wants left out, in the words of `.gitignore`. Immutable.
public final class ExcludedPaths {
  /// Nothing is left out.
  public static final ExcludedPaths NONE = new ExcludedPaths(List.of());

  private final IgnoreFile rules;

  /// @param patterns one a line of a `.gitignore` that would lie in each of the workspace folders
  public ExcludedPaths(List<String> patterns) {
    rules = IgnoreFile.parse(PathBytes.of(String.join("\n", patterns)));
  }

  /// Whether a file is left out.
  ///
  /// @param file absolute
  /// @param roots the workspace folders, spelled as the file is
  public boolean contain(Path file, List<Path> roots) {
    return roots.stream()
        .anyMatch(root -> file.startsWith(root) && !file.equals(root) && ignores(root, file));
  }

  private boolean ignores(Path root, Path file) {
    StringBuilder path = new StringBuilder();
    Path below = root.relativize(file);
    for (int depth = 1; depth <= below.getNameCount(); depth++) {
      path.append(PathBytes.of(below.getName(depth - 1)));
      if (rules.verdict(path.toString(), depth < below.getNameCount()).orElse(false)) {
        return true;
      }
      path.append('/');
    }
    return false;
  }
}
