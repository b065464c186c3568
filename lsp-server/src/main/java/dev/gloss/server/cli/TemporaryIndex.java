package dev.gloss.server.cli;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.CodeIndex;
import dev.gloss.server.retrieval.IndexOptions;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An index of a workspace's code in a temporary folder, where a server with that cache folder
/// finds it made.
///
/// @param cache the folder
record TemporaryIndex(TemporaryFolder cache) implements AutoCloseable {

  /// Makes one, and waits until it is whole.
  ///
  /// @param folders of the workspace
  static TemporaryIndex of(List<Path> folders) throws IOException {
    TemporaryFolder cache = TemporaryFolder.called("gloss-index");
    Workers workers = Workers.ofThisMachine();
    PromptAdmission admission = new PromptAdmission();
    WorkspaceFiles files =
        new WorkspaceFiles(
            workers, new Documents(), path -> admission.refusal(path, folders, true).isEmpty());
    files.roots(folders);
    try (CodeIndex index =
        new CodeIndex(workers, files, IndexOptions.in(cache.path(), () -> false))) {
      index.start();
      index.settled().join();
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    }
    return new TemporaryIndex(cache);
  }

  /// Where it lies.
  Path folder() {
    return cache.path();
  }

  @Override
  public void close() throws IOException {
    cache.close();
  }
}
