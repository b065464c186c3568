package dev.gloss.server.project;

import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Workers;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One walk through the workspace folders. Links are not followed, so that it ends, and so that
/// nothing is found twice.
final class FolderWalk extends SimpleFileVisitor<Path> {
  /// Files of code that are kept at most; a larger workspace is known in part.
  private static final int MOST_FILES = 20_000;

  /// Files and folders that are looked at at most.
  private static final int MOST_VISITED = 400_000;

  private static final Set<String> LEFT_OUT = Set.of("node_modules", "__pycache__");

  private final Map<Path, ProjectFile> files = new LinkedHashMap<>();
  private int visited;
  private boolean complete = true;

  /// What was found.
  ///
  /// @param files by their paths
  /// @param complete whether that is all
  record Found(Map<Path, ProjectFile> files, boolean complete) {
    static final Found NOTHING = new Found(Map.of(), false);
  }

  private FolderWalk() {}

  /// Walks until all is seen, or there is too much.
  ///
  /// @throws TakenBack if nobody wants it any more
  static Found through(List<Path> roots) {
    FolderWalk walk = new FolderWalk();
    try {
      for (Path root : roots) {
        Files.walkFileTree(root, walk);
      }
    } catch (IOException e) {
      walk.complete = false;
    } catch (TakenBack e) {
      if (!e.isOverBudget()) {
        throw e;
      }
      walk.complete = false;
    }
    return new Found(walk.files, walk.complete);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : more();
  }

  /// Whether nothing in a folder of that name is of the workspace.
  static boolean isLeftOut(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.startsWith(".") || LEFT_OUT.contains(name);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String language = FileLanguage.of(file);
    if (attributes.isRegularFile() && FileLanguage.isCode(language)) {
      files.put(
          file, new ProjectFile(file, language, attributes.lastModifiedTime(), attributes.size()));
    }
    return more();
  }

  /// What cannot be read is not there.
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return more();
  }

  private FileVisitResult more() {
    Workers.poll();
    if (++visited > MOST_VISITED || files.size() >= MOST_FILES) {
      complete = false;
      return FileVisitResult.TERMINATE;
    }
    return FileVisitResult.CONTINUE;
  }
}
