package dev.gloss.server.eval;

import dev.gloss.server.assist.OtherCode;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.CodeIndex;
import dev.gloss.server.retrieval.ContextSource;
import dev.gloss.server.retrieval.IndexOptions;
import dev.gloss.server.retrieval.IndexState;
import dev.gloss.server.retrieval.RankedSource;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Projects, each with an index in memory, for who wants to know what their code brings.
public final class IndexedProjects implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 10;

  private final Path folder;
  private final Predicate<Path> admits;
  private final Workers workers = Workers.ofThisMachine();
  private final Map<Path, CodeIndex> projects = new HashMap<>();

  /// @param folder has the files of the cases at their paths, or below a folder for each library
  ///   that is called as its artifact
  /// @param admits which files may be read
  public IndexedProjects(Path folder, Predicate<Path> admits) {
    this.folder = folder.toAbsolutePath().normalize();
    this.admits = admits;
  }

  /// Where the file of a case lies, or would.
  ///
  /// @throws CaseFileException if the case does not say
  Path file(FimCase fim) {
    return root(fim).resolve(path(fim));
  }

  private static String path(FimCase fim) {
    String path = fim.path();
    if (path == null) {
      throw new CaseFileException("case " + fim.id() + ": field 'path': is missing");
    }
    return path;
  }

  private Path root(FimCase fim) {
    Path library = folder.resolve(artifact(fim.library()));
    return fim.library() != null && Files.isDirectory(library) ? library : folder;
  }

  /// The artifact of `group:artifact:version`.
  private static String artifact(@Nullable String library) {
    String[] parts = Objects.requireNonNullElse(library, "").split(":", -1);
    return parts.length > 1 ? parts[1] : parts[0];
  }

  /// Code of the other files of a case's project, all of which have been read.
  ///
  /// @throws CaseFileException if the project has no files
  OtherCode of(FimCase fim) {
    return in(root(fim));
  }

  /// What is found in a case's project, all of which has been read.
  ///
  /// @throws CaseFileException if the project has no files
  ContextSource source(FimCase fim) {
    return projects.computeIfAbsent(root(fim), this::index);
  }

  /// The code of the whole folder.
  ///
  /// @throws CaseFileException if it has no files
  public OtherCode whole() {
    return in(folder);
  }

  /// Nothing is quoted yet, so that what was asked before does not matter.
  private OtherCode in(Path root) {
    CodeIndex index = projects.computeIfAbsent(root, this::index);
    ContextSource ranked = new RankedSource(index);
    return new OtherCode(() -> ranked);
  }

  private CodeIndex index(Path root) {
    WorkspaceFiles files = new WorkspaceFiles(workers, new Documents(), admits);
    files.roots(List.of(root));
    CodeIndex index = new CodeIndex(workers, files, IndexOptions.in(null, () -> false));
    try {
      index.start();
      IndexState state = index.settled().orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
      if (state.files() == 0) {
        throw new CaseFileException(root + ": no code was found there");
      }
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  @Override
  public void close() {
    projects.values().forEach(CodeIndex::close);
  }
}
