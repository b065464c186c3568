package dev.gloss.server.retrieval;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files as they are now, cut into windows. Those that were looked at lately are kept: who writes
/// in one place gets pieces of the same files. Whether a file may be read is asked each time. Safe
/// for use by many threads.
final class WindowCache {
  private static final Analysis<FileWindows> WINDOWS = new Analysis<>(WindowCache::cut);

  /// What is kept takes ten times that many bytes, or so.
  private static final long MOST_CHARS = 2_000_000;

  private final WorkspaceFiles files;
  private final Map<Path, Cut> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;

  private record Cut(ProjectFile file, FileWindows windows) {}

  WindowCache(WorkspaceFiles files) {
    this.files = files;
  }

  private static FileWindows cut(Document document) {
    return new FileWindows(document.analysis(WorkspaceFiles.MASKED), document.languageId());
  }

  /// The windows; empty where the file may not be read, or cannot be.
  Optional<FileWindows> of(Path path) {
    try {
      Optional<ProjectFile> file = ProjectFile.at(path).filter(now -> files.admits(path));
      Optional<FileWindows> open =
          file.flatMap(files::open).map(document -> document.analysis(WINDOWS));
      return open.isPresent() ? open : file.flatMap(this::onDisk);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<FileWindows> onDisk(ProjectFile file) {
    synchronized (this) {
      Cut known = kept.get(file.path());
      if (known != null && known.file().equals(file)) {
        return Optional.of(known.windows());
      }
    }
    Optional<FileWindows> windows = files.textOnce(file).map(WindowCache::cut);
    windows.ifPresent(cut -> keep(new Cut(file, cut)));
    return windows;
  }

  private synchronized void keep(Cut cut) {
    Cut before = kept.put(cut.file().path(), cut);
    chars += cut.windows().length() - (before == null ? 0 : before.windows().length());
    Iterator<Cut> oldest = kept.values().iterator();
    while (chars > MOST_CHARS && oldest.hasNext()) {
      chars -= oldest.next().windows().length();
      oldest.remove();
    }
  }
}
