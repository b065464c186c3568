package dev.gloss.server.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Says which files an ignore file of a given name (`.gitignore`, `.aiignore`) keeps out.
///
/// Ignore files are looked for from the top of the repository (the nearest folder above the file
/// that holds `.git`, or else the given root) down to the file's own folder. They are read again
/// when they change. Safe for use by many threads.
final class IgnoreRules {
  private static final IgnoreFile NOTHING = IgnoreFile.parse(List.of());

  private final String fileName;
  private final Map<Path, Cached> cache = new ConcurrentHashMap<>();

  private record Cached(FileTime modified, long sizeBytes, IgnoreFile rules) {}

  IgnoreRules(String fileName) {
    this.fileName = fileName;
  }

  /// Whether the file is kept out.
  ///
  /// @param file absolute
  /// @param root the workspace folder, where one is known
  boolean ignores(Path file, @Nullable Path root) {
    Path top = top(file, root);
    List<String> path = segments(top.relativize(file));
    List<IgnoreFile> files = new ArrayList<>();
    Path folder = top;
    for (int depth = 1; depth <= path.size(); depth++) {
      files.add(read(folder.resolve(fileName)));
      if (verdict(files, path.subList(0, depth), depth < path.size())) {
        return true;
      }
      folder = folder.resolve(path.get(depth - 1));
    }
    return false;
  }

  /// The deepest ignore file that speaks of the path decides.
  private static boolean verdict(List<IgnoreFile> files, List<String> path, boolean directory) {
    for (int i = files.size() - 1; i >= 0; i--) {
      Optional<Boolean> verdict = files.get(i).verdict(path.subList(i, path.size()), directory);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return false;
  }

  private static Path top(Path file, @Nullable Path root) {
    Path folder = parent(file);
    for (Path up = folder; up != null; up = up.getParent()) {
      if (Files.exists(up.resolve(".git"))) {
        return up;
      }
    }
    return root != null && file.startsWith(root) && !file.equals(root) ? root : folder;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is not a file's absolute path");
    }
    return parent;
  }

  private static List<String> segments(Path path) {
    return IntStream.range(0, path.getNameCount())
        .mapToObj(i -> path.getName(i).toString())
        .toList();
  }

  private IgnoreFile read(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Cached known = cache.get(file);
      if (known == null
          || !known.modified.equals(now.lastModifiedTime())
          || known.sizeBytes != now.size()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        IgnoreFile rules = IgnoreFile.parse(text.lines().toList());
        known = new Cached(now.lastModifiedTime(), now.size(), rules);
        cache.put(file, known);
      }
      return known.rules;
    } catch (NoSuchFileException e) {
      return NOTHING;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
