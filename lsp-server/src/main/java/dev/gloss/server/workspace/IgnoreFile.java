package dev.gloss.server.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The rules of one `.gitignore` or `.aiignore`, as Git's documentation describes them.
final class IgnoreFile {
  private final List<Rule> rules;

  private IgnoreFile(List<Rule> rules) {
    this.rules = rules;
  }

  static IgnoreFile parse(List<String> lines) {
    List<Rule> rules = new ArrayList<>();
    for (String line : lines) {
      Rule.parse(line).ifPresent(rules::add);
    }
    Collections.reverse(rules);
    return new IgnoreFile(rules);
  }

  /// What the last rule that speaks of this path says: ignore it (true) or not (false).
  ///
  /// @param path segments below the folder of this file
  Optional<Boolean> verdict(List<String> path, boolean directory) {
    for (Rule rule : rules) {
      if (rule.matches(path, directory)) {
        return Optional.of(!rule.negated());
      }
    }
    return Optional.empty();
  }

  /// One line.
  ///
  /// @param glob what it names
  /// @param anchored it names a path below the file's folder, not a name at any depth
  /// @param directoriesOnly it names folders alone
  /// @param negated it takes paths back in
  private record Rule(Glob glob, boolean anchored, boolean directoriesOnly, boolean negated) {

    static Optional<Rule> parse(String line) {
      String pattern = withoutTrailingBlanks(line);
      if (pattern.startsWith("#")) {
        return Optional.empty();
      }
      boolean negated = pattern.startsWith("!");
      if (negated) {
        pattern = pattern.substring(1);
      }
      boolean directoriesOnly = pattern.endsWith("/");
      if (directoriesOnly) {
        pattern = pattern.substring(0, pattern.length() - 1);
      }
      boolean anchored = pattern.contains("/");
      if (pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
      return pattern.isEmpty()
          ? Optional.empty()
          : Optional.of(new Rule(new Glob(pattern), anchored, directoriesOnly, negated));
    }

    private static String withoutTrailingBlanks(String line) {
      int end = line.length();
      while (end > 0
          && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\r')
          && !(end > 1 && line.charAt(end - 2) == '\\')) {
        end--;
      }
      return line.substring(0, end);
    }

    boolean matches(List<String> path, boolean directory) {
      if (directoriesOnly && !directory) {
        return false;
      }
      return glob.matches(anchored ? path : List.of(path.getLast()));
    }
  }
}
