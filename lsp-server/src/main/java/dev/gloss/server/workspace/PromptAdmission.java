package dev.gloss.server.workspace;

import dev.gloss.server.workspace.DocumentUri.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Decides which documents may enter a prompt: not those that `.gitignore` or `.aiignore` keep out,
/// and none that by its name holds secrets.
///
/// A URI that can be read in several ways is refused where one of them is; so is a link where the
/// name or the target is. Safe for use by many threads; reads ignore files and links, so it is not
/// for a thread that must not wait.
public final class PromptAdmission {
  private static final String SECRET = "its name says that it holds secrets";

  private final IgnoreRules gitignore =
      new IgnoreRules(IgnoreRules.Kind.GIT, GitHome.of(System.getenv()));
  private final IgnoreRules aiignore = new IgnoreRules(IgnoreRules.Kind.ASSISTANT);

  /// Why the document may not enter a prompt, as a phrase for a log line; empty when it may.
  ///
  /// @param uri as the editor names it, of any scheme: the path in it counts
  /// @param roots the workspace folders
  /// @param respectGitignore whether `.gitignore` counts as well
  public Optional<String> refusal(String uri, List<Path> roots, boolean respectGitignore) {
    DocumentUri document = new DocumentUri(uri);
    List<Reading> readings = document.readings();
    if (readings.stream().anyMatch(reading -> SecretFiles.contain(reading.segments()))) {
      return Optional.of(SECRET);
    }
    Set<Path> paths = new LinkedHashSet<>();
    for (Reading reading : readings) {
      try {
        paths.addAll(paths(reading, document.isPath() ? roots : List.of()));
      } catch (IllegalArgumentException e) {
        if (document.isFile() && reading.equals(readings.getFirst())) {
          return Optional.of("its name cannot be read here: " + e.getMessage());
        }
      }
    }
    if (document.isFile() && paths.isEmpty()) {
      return Optional.of("it names no file");
    }
    return paths.stream()
        .flatMap(path -> refusal(path, roots, respectGitignore).stream())
        .findFirst();
  }

  /// The same for a file.
  public Optional<String> refusal(Path file, List<Path> roots, boolean respectGitignore) {
    Path path = file.toAbsolutePath().normalize();
    try {
      List<Path> tops = new ArrayList<>(roots);
      for (Path root : roots) {
        tops.add(Links.target(root));
      }
      for (Path name : Links.names(path)) {
        Optional<String> refusal = refusalOfName(name, tops, respectGitignore);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(file + " leads nowhere: " + e.getMessage());
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> refusalOfName(Path path, List<Path> roots, boolean respectGitignore) {
    if (path.getParent() == null) {
      return Optional.empty();
    }
    if (SecretFiles.contain(segments(path))) {
      return Optional.of(SECRET);
    }
    Path root = roots.stream().filter(path::startsWith).findFirst().orElse(null);
    if (aiignore.ignores(path, root)) {
      return Optional.of(".aiignore names it");
    }
    return respectGitignore && gitignore.ignores(path, root)
        ? Optional.of(".gitignore names it")
        : Optional.empty();
  }

  /// The file that a URI names, of whatever scheme; empty where it names none.
  public static Optional<Path> path(String uri) {
    for (Reading reading : new DocumentUri(uri).readings()) {
      try {
        Path path = path(reading);
        if (path != null && path.getParent() != null) {
          return Optional.of(path);
        }
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /// The files that a reading names: a relative path is one of any workspace folder.
  private static List<Path> paths(Reading reading, List<Path> roots) {
    Path path = path(reading);
    if (path != null) {
      return path.getParent() == null ? List.of() : List.of(path);
    }
    return reading.absolute() || reading.segments().isEmpty()
        ? List.of()
        : roots.stream().map(root -> root.resolve(String.join("/", reading.segments()))).toList();
  }

  private static @Nullable Path path(Reading reading) {
    if (!reading.absolute()) {
      return null;
    }
    return PathBytes.path(String.join("/", reading.segments())).toAbsolutePath().normalize();
  }

  private static List<String> segments(Path path) {
    return IntStream.range(0, path.getNameCount())
        .mapToObj(i -> path.getName(i).toString())
        .toList();
  }
}
