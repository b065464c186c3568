package dev.gloss.server.names;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What C includes: a file from where it is named, or else the only one of the workspace that has
/// such a path at its end.
final class IncludedFiles implements Modules {
  @Override
  public List<ProjectFile> files(WorkspaceFiles project, Path from, String module) {
    Optional<ProjectFile> beside = project.file(from.resolveSibling(module).normalize());
    if (beside.isPresent()) {
      return List.of(beside.get());
    }
    Path path = Path.of(module).normalize();
    List<ProjectFile> files =
        path.startsWith("..") || path.getFileName() == null
            ? List.of()
            : project.filesNamed(path.getFileName().toString()).stream()
                .filter(file -> file.path().endsWith(path))
                .toList();
    return files.size() == 1 ? files : List.of();
  }
}
