package dev.gloss.server.cli;

import dev.gloss.server.eval.Percentile;
import dev.gloss.server.project.FolderCursor;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.CodeIndex;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.IndexOptions;
import dev.gloss.server.retrieval.IndexState;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Makes an index of a folder and measures what it takes, how fast pieces are found, and how fast a
/// document that was edited is read again.
final class IndexBench {
  private static final int MOST_VISITED = 1_000_000;
  private static final int MOST_FILES = 1_000_000;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final int PIECES = 5;
  private static final int UPDATES = 50;
  private static final int COLLECTIONS = 3;
  private static final double MEGABYTE = 1e6;

  private final Path folder;
  private final @Nullable Path cache;
  private final int queries;
  private final Documents documents = new Documents();
  private final WorkspaceFiles files;
  private final Workers workers = Workers.ofThisMachine();

  /// What was measured.
  ///
  /// @param state how far the index was in the end, in a line
  /// @param windows in the index
  /// @param seconds until it was whole
  /// @param againSeconds until it was whole when it was opened again; 0 in memory
  /// @param indexMb where it lies
  /// @param heapMb on top after a collection, once it was whole
  /// @param heapInUseMb the same after the queries
  /// @param queryP50Millis time of a query for a place in a file that nobody looked at
  /// @param typingP50Millis time of a query for the line after that, when the pieces are known
  /// @param pieces of a query on average
  /// @param updateP50Millis from an edit at rest until it is found
  record Result(
      String state,
      int windows,
      double seconds,
      double againSeconds,
      double indexMb,
      double heapMb,
      double heapInUseMb,
      double queryP50Millis,
      double queryP95Millis,
      double typingP50Millis,
      double typingP95Millis,
      double pieces,
      double updateP50Millis,
      double updateP95Millis) {

    String text() {
      return String.format(
          Locale.ROOT,
          """
          %s
          windows        %,d
          whole after    %.1f s, opened again %.1f s
          size           %.1f MB
          heap on top    %.1f MB, after the queries %.1f MB
          query          p50 %.1f ms, p95 %.1f ms; a line further p50 %.1f ms, p95 %.1f ms; %.1f pieces
          update         p50 %.1f ms, p95 %.1f ms\
          """,
          state,
          windows,
          seconds,
          againSeconds,
          indexMb,
          heapMb,
          heapInUseMb,
          queryP50Millis,
          queryP95Millis,
          typingP50Millis,
          typingP95Millis,
          pieces,
          updateP50Millis,
          updateP95Millis);
    }
  }

  /// @param folder without links in its path
  /// @param cache where the index is to lie; null for memory
  /// @param queries how many places are tried
  IndexBench(Path folder, @Nullable Path cache, int queries) {
    this.folder = folder;
    this.cache = cache;
    this.queries = queries;
    PromptAdmission admission = new PromptAdmission();
    this.files =
        new WorkspaceFiles(
            workers, documents, path -> admission.refusal(path, List.of(folder), true).isEmpty());
    files.roots(List.of(folder));
  }

  /// Measures.
  ///
  /// @throws IOException if the folder has no code
  Result run() throws IOException {
    List<Path> places = places();
    double heap = heapMb();
    long start = System.nanoTime();
    try (CodeIndex index = index()) {
      IndexState state = index.settled().join();
      double seconds = seconds(start);
      double whole = heapMb() - heap;
      int pieces = 0;
      double[] queried = new double[places.size()];
      double[] typed = new double[places.size()];
      for (int i = 0; i < queried.length; i++) {
        Document document = document(places.get(i));
        int offset = new Random(i).nextInt(document.text().length() + 1);
        long asked = System.nanoTime();
        pieces += index.find(ContextQuery.around(document, offset, PIECES)).size();
        queried[i] = 1000 * seconds(asked);
        int next = document.text().indexOf('\n', offset) + 1;
        asked = System.nanoTime();
        index.find(ContextQuery.around(document, next, PIECES));
        typed[i] = 1000 * seconds(asked);
      }
      double used = heapMb() - heap;
      double size = index.sizeBytes() / MEGABYTE;
      int windows = index.windows();
      double[] updated = updates(index, places);
      index.close();
      return new Result(
          state.line(),
          windows,
          seconds,
          again(),
          size,
          whole,
          used,
          Percentile.of(queried, 0.5),
          Percentile.of(queried, 0.95),
          Percentile.of(typed, 0.5),
          Percentile.of(typed, 0.95),
          (double) pieces / queried.length,
          Percentile.of(updated, 0.5),
          Percentile.of(updated, 0.95));
    }
  }

  private CodeIndex index() {
    CodeIndex index =
        new CodeIndex(
            workers,
            files,
            new IndexOptions(cache, MOST_FILES, MEMORY_BYTES, Duration.ZERO, () -> false));
    index.start();
    return index;
  }

  private double again() {
    if (cache == null) {
      return 0;
    }
    long start = System.nanoTime();
    try (CodeIndex index = index()) {
      index.settled().join();
      return seconds(start);
    }
  }

  private static Document document(Path file) throws IOException {
    return new Document(file.toUri().toString(), languageOf(file), 1, Files.readString(file));
  }

  private static String languageOf(Path file) throws IOException {
    return ProjectFile.at(file).map(ProjectFile::languageId).orElse("");
  }

  private double[] updates(CodeIndex index, List<Path> places) throws IOException {
    double[] millis = new double[Math.min(UPDATES, places.size())];
    for (int i = 0; i < millis.length; i++) {
      Path file = places.get(i);
      String text = Files.readString(file) + "\nedited" + i + "\n";
      Document document = new Document(file.toUri().toString(), languageOf(file), 1, text);
      documents.open(document);
      long start = System.nanoTime();
      index.opened(document.uri());
      index.settled().join();
      millis[i] = 1000 * seconds(start);
    }
    return millis;
  }

  /// Files of the folder, the same ones each time.
  private List<Path> places() throws IOException {
    Random random = new Random(1);
    List<Path> chosen = new ArrayList<>();
    FolderCursor cursor = new FolderCursor(List.of(folder), MOST_VISITED);
    int seen = 0;
    while (cursor.hasNext()) {
      for (ProjectFile file : cursor.next()) {
        seen++;
        if (file.sizeBytes() > ProjectFile.LARGEST_BYTES || !files.admits(file.path())) {
          continue;
        }
        int at = chosen.size() < queries ? chosen.size() : random.nextInt(seen);
        if (at == chosen.size()) {
          chosen.add(file.path());
        } else if (at < queries) {
          chosen.set(at, file.path());
        }
      }
    }
    if (chosen.isEmpty()) {
      throw new IOException(folder + ": has no file of code that may be read");
    }
    return chosen;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double heapMb() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
  }
}
