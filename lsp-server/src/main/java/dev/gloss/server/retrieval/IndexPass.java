package dev.gloss.server.retrieval;

import dev.gloss.server.project.FolderCursor;
import dev.gloss.server.project.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One look at all files of the workspace, in small steps: what is new or changed is read, what is
/// gone or may not be read any more leaves the index. For one thread at a time.
final class IndexPass {
  /// Files and folders that are looked at at most.
  private static final int MOST_VISITED = 1_000_000;

  private final IndexedFiles index;
  private final List<Path> roots;
  private final FolderCursor cursor;
  private final Set<String> unseen;
  private final Deque<String> toRead = new ArrayDeque<>();
  private boolean swept;

  IndexPass(IndexedFiles index, List<Path> roots) {
    this.index = index;
    this.roots = roots;
    this.cursor = new FolderCursor(roots, MOST_VISITED);
    this.unseen = new HashSet<>(index.paths());
    index.newPass();
  }

  /// Does a little more.
  ///
  /// @return whether there is more to do
  boolean step() throws IOException {
    if (cursor.hasNext()) {
      for (ProjectFile file : cursor.next()) {
        look(file);
      }
    } else if (!swept) {
      sweep();
      swept = true;
    } else if (!toRead.isEmpty()) {
      index.take(Path.of(toRead.removeFirst()));
    }
    return cursor.hasNext() || !swept || !toRead.isEmpty();
  }

  private void look(ProjectFile file) throws IOException {
    String path = file.path().toString();
    if (!unseen.remove(path)) {
      toRead.add(path);
    } else if (!index.admits(file.path())) {
      index.banish(path);
    } else if (!index.isCurrent(file)) {
      toRead.add(path);
    }
  }

  /// A folder that is not there, as on a disk that was taken out, says nothing of its files.
  private void sweep() throws IOException {
    if (cursor.isComplete() && roots.stream().allMatch(Files::isDirectory)) {
      for (String path : unseen) {
        index.remove(path);
      }
    }
  }

  /// Whether all folders were looked through.
  boolean hasWalked() {
    return swept;
  }

  /// Files that are still to be read, as far as they are known.
  int ahead() {
    return toRead.size();
  }
}
