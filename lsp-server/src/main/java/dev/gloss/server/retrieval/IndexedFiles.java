package dev.gloss.server.retrieval;

import dev.gloss.server.context.UnwrittenFiles;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.IndexStore.Stamp;
import dev.gloss.server.workspace.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Which files are in the index, and how a file gets in or leaves it. For one thread at a time.
final class IndexedFiles {
  /// What an editor has is not what the disk has.
  private static final long OPEN = -1;

  /// A text with lines that are longer on average was not typed.
  private static final int LONGEST_AVERAGE_LINE = 300;

  private static final int LOOK_AT_SIZE_EACH = 100;

  private final WorkspaceFiles files;
  private final IndexStore store;
  private final IndexOptions options;
  private final Predicate<Path> excluded;
  private final Map<String, Known> known = new HashMap<>();
  private int leftOut;
  private int beyond;
  private int taken;
  private boolean full;
  private boolean isToBePurged;

  /// @param found whether something of it is to be found
  private record Known(Stamp stamp, boolean found) {}

  /// With what the store has.
  ///
  /// @param excluded which files the person wants left out
  IndexedFiles(
      WorkspaceFiles files, IndexStore store, IndexOptions options, Predicate<Path> excluded)
      throws IOException {
    this.files = files;
    this.store = store;
    this.options = options;
    this.excluded = excluded;
    store.files((path, stamp, found) -> remember(path, new Known(stamp, found)));
    // What was taken out before may have had to be gone.
    isToBePurged = store.hasDeletions();
  }

  /// The files that are in it.
  List<String> paths() {
    return List.copyOf(known.keySet());
  }

  /// How many are known, with those that were left out.
  int size() {
    return known.size();
  }

  int leftOut() {
    return leftOut;
  }

  /// Files for which there was no room in the pass.
  int beyond() {
    return beyond;
  }

  /// Another look at all files begins.
  void newPass() {
    beyond = 0;
    full = false;
  }

  /// Whether something is known of a file.
  boolean has(Path path) {
    return known.containsKey(path.toString());
  }

  /// Whether a file may be in the index.
  boolean admits(Path path) {
    return files.lists(path) && !excluded.test(path) && files.admits(path);
  }

  /// Whether a file is in the index as it is.
  boolean isCurrent(ProjectFile file) {
    Known before = known.get(file.path().toString());
    return before != null && before.stamp().equals(stamp(file, files.open(file).isPresent()));
  }

  /// Reads a file as it is now, if it may be read, and takes it in; what may not is taken out.
  void take(Path path) throws IOException {
    ProjectFile file = now(path).orElse(null);
    if (file == null || !file.isCode()) {
      remove(path.toString());
    } else if (!files.lists(path) || excluded.test(path)) {
      banish(path.toString());
    } else if (has(path) || !isFull()) {
      read(file);
    } else if (files.admits(path)) {
      beyond++;
    }
  }

  private void read(ProjectFile file) throws IOException {
    String path = file.path().toString();
    boolean open = files.open(file).isPresent();
    Document text = files.textOnce(file).orElse(null);
    if (text == null && !files.admits(file.path())) {
      banish(path);
      return;
    }
    FileWindows windows = text != null && isWritten(text) ? windows(text) : null;
    Known next = new Known(stamp(file, open), windows != null);
    store.put(path, next.stamp(), windows, !has(file.path()));
    remember(path, next);
  }

  private static Optional<ProjectFile> now(Path path) {
    try {
      return ProjectFile.at(path);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static FileWindows windows(Document text) {
    return new FileWindows(text.analysis(WorkspaceFiles.MASKED), text.languageId());
  }

  private static boolean isWritten(Document document) {
    String text = document.text();
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    return text.indexOf('\0') < 0
        && text.length() / lines <= LONGEST_AVERAGE_LINE
        && UnwrittenFiles.kind(document.uri(), text, 0).isEmpty();
  }

  private boolean isFull() throws IOException {
    if (store.place() == IndexStore.Place.MEMORY && ++taken % LOOK_AT_SIZE_EACH == 0) {
      full |= store.sizeBytes() > options.memoryBytes();
    }
    return full || known.size() >= options.mostFiles();
  }

  private static Stamp stamp(ProjectFile file, boolean open) {
    return new Stamp(file.modified().to(TimeUnit.NANOSECONDS), open ? OPEN : file.sizeBytes());
  }

  private void remember(String path, Known next) {
    Known before = known.put(path, next);
    leftOut += (next.found() ? 0 : 1) - (before == null || before.found() ? 0 : 1);
  }

  /// A file is gone.
  void remove(String path) throws IOException {
    Known before = known.remove(path);
    if (before != null) {
      leftOut -= before.found() ? 0 : 1;
      store.remove(path);
    }
  }

  /// A file may not be read, or not any more: not a byte of it is to be left.
  void banish(String path) throws IOException {
    isToBePurged |= known.containsKey(path);
    remove(path);
  }

  /// Takes out what stands below a folder that is gone.
  void removeBelow(Path folder) throws IOException {
    for (String path : paths()) {
      if (Path.of(path).startsWith(folder)) {
        remove(path);
      }
    }
  }

  /// Whether something was taken out that must not be left on the disk; asked once.
  boolean takePurge() {
    boolean purge = isToBePurged;
    isToBePurged = false;
    return purge;
  }
}
