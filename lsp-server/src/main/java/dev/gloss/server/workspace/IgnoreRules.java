package dev.gloss.server.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Says which files the ignore files of a kind keep out.
///
/// Ignore files are looked for from the top of the repository (the nearest folder above the file
/// that holds `.git`, or else the given root) down to the file's own folder. They are read again
/// when they change. Safe for use by many threads.
final class IgnoreRules {
  private static final IgnoreFile NOTHING = IgnoreFile.parse("");

  private final Kind kind;
  private final @Nullable GitHome home;
  private final Map<Path, Cached> cache = new ConcurrentHashMap<>();

  /// Whose rules they are.
  enum Kind {
    /// As Git has them: with those of the repository that are not shared, and no links followed.
    GIT(".gitignore"),
    /// Those for assistants: from the workspace's top on, also where a repository begins below it,
    /// and read in more encodings than Git reads.
    ASSISTANT(".aiignore");

    private final String fileName;

    Kind(String fileName) {
      this.fileName = fileName;
    }
  }

  private record Cached(FileTime modified, long sizeBytes, IgnoreFile rules) {}

  /// The rules of a file, and where the paths that they speak of begin.
  private record Source(IgnoreFile rules, int pathStart) {}

  /// Of one kind, without those that a person has for all repositories.
  IgnoreRules(Kind kind) {
    this(kind, null);
  }

  /// @param home of whom the rules for all repositories count as well; null for nobody
  IgnoreRules(Kind kind, @Nullable GitHome home) {
    this.kind = kind;
    this.home = home;
  }

  /// Whether the file is kept out.
  ///
  /// @param file absolute
  /// @param root the workspace folder, where one is known
  /// @throws UncheckedIOException if rules are there that cannot be read
  boolean ignores(Path file, @Nullable Path root) {
    Path top = top(file, root);
    List<Source> sources = new ArrayList<>();
    if (kind == Kind.GIT) {
      if (home != null) {
        sources.add(new Source(read(home.excludes(), true), 0));
      }
      sources.add(new Source(readExclude(top), 0));
    }
    StringBuilder path = new StringBuilder();
    Path folder = top;
    Path below = top.relativize(file);
    for (int depth = 1; depth <= below.getNameCount(); depth++) {
      sources.add(new Source(read(folder.resolve(kind.fileName), kind != Kind.GIT), path.length()));
      Path name = below.getName(depth - 1);
      path.append(PathBytes.of(name));
      boolean directory = depth < below.getNameCount();
      if (verdict(sources, path.toString(), directory)) {
        return true;
      }
      path.append('/');
      folder = folder.resolve(name);
    }
    return false;
  }

  /// The deepest ignore file that speaks of the path decides.
  private static boolean verdict(List<Source> sources, String path, boolean directory) {
    for (Source source : sources.reversed()) {
      Optional<Boolean> verdict = source.rules.verdict(path.substring(source.pathStart), directory);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return false;
  }

  private Path top(Path file, @Nullable Path root) {
    Path folder = parent(file);
    Path workspace = root != null && file.startsWith(root) && !file.equals(root) ? root : null;
    for (Path up = folder; up != null; up = up.getParent()) {
      if (Files.exists(up.resolve(".git"))) {
        return kind == Kind.ASSISTANT && workspace != null && up.startsWith(workspace)
            ? workspace
            : up;
      }
    }
    return workspace == null ? folder : workspace;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is not a file's absolute path");
    }
    return parent;
  }

  private IgnoreFile readExclude(Path top) {
    try {
      return read(GitFolder.exclude(top), true);
    } catch (IOException e) {
      throw unreadable(top.resolve(".git"), e);
    }
  }

  private IgnoreFile read(Path file, boolean followsLinks) {
    try {
      BasicFileAttributes now =
          Files.readAttributes(file, BasicFileAttributes.class, links(followsLinks));
      if (!now.isRegularFile()) {
        return NOTHING;
      }
      Cached known = cache.get(file);
      if (known == null
          || !known.modified.equals(now.lastModifiedTime())
          || known.sizeBytes != now.size()) {
        IgnoreFile rules = IgnoreFile.parse(Files.readAllBytes(file), kind == Kind.ASSISTANT);
        known = new Cached(now.lastModifiedTime(), now.size(), rules);
        cache.put(file, known);
      }
      return known.rules;
    } catch (NoSuchFileException e) {
      return NOTHING;
    } catch (FileSystemException e) {
      Path folder = file.getParent();
      if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
        return NOTHING;
      }
      throw unreadable(file, e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static LinkOption[] links(boolean follows) {
    return follows ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
  }
}
