package dev.gloss.server.project;

import dev.gloss.server.work.Workers;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A walk through folders that goes on where it stopped: the files of code, a folder at a time.
/// Links are not followed, so that it ends. For one thread at a time.
public final class FolderCursor {
  private final Deque<Path> ahead = new ArrayDeque<>();
  private final int mostVisited;
  private int visited;
  private boolean complete = true;

  /// @param roots without links in their paths
  /// @param mostVisited files and folders that are looked at at most
  public FolderCursor(List<Path> roots, int mostVisited) {
    this.mostVisited = mostVisited;
    ahead.addAll(roots);
  }

  /// Whether there may be more.
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  /// Whether nothing was left out so far for its number.
  public boolean isComplete() {
    return complete;
  }

  /// The files of code in the next folder; what cannot be read is not there.
  ///
  /// @throws dev.gloss.server.work.TakenBack if nobody wants it any more; the folder is lost then
  public List<ProjectFile> next() {
    List<ProjectFile> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ahead.removeFirst())) {
      for (Path entry : entries) {
        Workers.poll();
        if (++visited > mostVisited) {
          complete = false;
          ahead.clear();
          return files;
        }
        look(entry, files, folders);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What was seen of it counts.
    }
    folders.reversed().forEach(ahead::addFirst);
    return files;
  }

  private static void look(Path entry, List<ProjectFile> files, List<Path> folders) {
    String language = FileLanguage.of(entry);
    try {
      if (FileLanguage.isCode(language)) {
        ProjectFile.at(entry).ifPresent(files::add);
      }
      if (!FolderWalk.isLeftOut(entry) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(entry);
      }
    } catch (IOException e) {
      // It has just gone.
    }
  }
}
