package dev.gloss.server.retrieval;

import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an index was told of and has not looked at yet. Safe for use by many threads.
final class Changes {
  /// More changes than that are found by a look at all files.
  private static final int MANY = 500;

  /// What is in them holds for other files.
  private static final Set<String> RULES = Set.of(".gitignore", ".aiignore");

  private final long restNanos;
  private final Deque<Path> files = new ArrayDeque<>();

  /// When each was edited last.
  private final Map<String, Long> documents = new LinkedHashMap<>();

  private boolean all;
  private boolean many;

  /// @param restNanos for so long a document is not edited before it is read again
  Changes(long restNanos) {
    this.restNanos = restNanos;
  }

  /// Files or folders changed on the disk.
  synchronized void files(Collection<Path> paths) {
    if (paths.stream().anyMatch(path -> RULES.contains(String.valueOf(path.getFileName())))) {
      all();
    } else if (many || paths.size() + files.size() > MANY) {
      many = true;
      files.clear();
    } else {
      files.addAll(paths);
    }
  }

  /// A document was opened or closed, and is at rest.
  synchronized void opened(String uri) {
    documents.put(uri, System.nanoTime() - restNanos);
  }

  /// A document was edited.
  synchronized void edited(String uri) {
    documents.put(uri, System.nanoTime());
  }

  /// All files are to be looked at soon, and so those that changed.
  synchronized void all() {
    all = true;
    files.clear();
  }

  /// Whether all files are to be looked at; asked once.
  ///
  /// @param calm whether that may be because many changed
  synchronized boolean takeAll(boolean calm) {
    if (all || many && calm) {
      all = false;
      many = false;
      return true;
    }
    return false;
  }

  /// Whether so many files changed that all are to be looked at some time.
  synchronized boolean isMany() {
    return many;
  }

  /// A file that changed, or whose document was edited and is at rest; null where there is none.
  synchronized @Nullable Path next() {
    if (!files.isEmpty()) {
      return files.removeFirst();
    }
    long now = System.nanoTime();
    for (Map.Entry<String, Long> document : documents.entrySet()) {
      if (now - document.getValue() >= restNanos) {
        String uri = document.getKey();
        documents.remove(uri);
        Path path = PromptAdmission.path(uri).orElse(null);
        return path == null ? next() : path;
      }
    }
    return null;
  }

  /// How long until a document is at rest, at least 1; the largest number where none was edited.
  synchronized long nanosToRest() {
    long now = System.nanoTime();
    return documents.values().stream()
        .mapToLong(at -> Math.max(1, at + restNanos - now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// Whether there is no single file that changed.
  synchronized boolean isCalm() {
    return files.isEmpty();
  }

  synchronized boolean isEmpty() {
    return !all && !many && files.isEmpty() && documents.isEmpty();
  }

  /// Nothing of it is of interest.
  synchronized void clear() {
    all = false;
    many = false;
    files.clear();
    documents.clear();
  }
}
