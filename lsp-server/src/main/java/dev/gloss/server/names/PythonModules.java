package dev.gloss.server.names;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Python's modules: files and folders below the folders that a program is started from.
final class PythonModules implements Modules {
  private static final String INIT = "__init__.py";
  private static final int MOST_FOLDERS = 40;

  /// Folders in which packages are kept, beside a workspace's own.
  private static final List<String> SOURCE_FOLDERS = List.of("src", "lib", "python");

  /// Names that Python's own library has. A file of such a name is imported by nobody for sure.
  private static final Set<String> STANDARD = Set.of(Resource.words("python-modules.txt"));

  @Override
  public String localName(String module) {
    int dot = module.indexOf('.');
    return dot < 0 ? module : module.substring(0, dot);
  }

  @Override
  public List<ProjectFile> files(WorkspaceFiles project, Path from, String module) {
    int dots = 0;
    while (dots < module.length() && module.charAt(dots) == '.') {
      dots++;
    }
    String path = module.substring(dots).replace('.', '/');
    Path folder = from.getParent();
    if (dots > 0) {
      for (int i = 1; i < dots && folder != null; i++) {
        folder = folder.getParent();
      }
      return folder == null ? List.of() : at(project, folder, path).map(List::of).orElse(List.of());
    }
    if (STANDARD.contains(localName(module))) {
      return List.of();
    }
    List<ProjectFile> files =
        starts(project, from).stream()
            .flatMap(start -> at(project, start, path).stream())
            .distinct()
            .toList();
    return files.size() == 1 ? files : List.of();
  }

  private static Optional<ProjectFile> at(WorkspaceFiles project, Path folder, String path) {
    return project
        .file(folder.resolve(path).resolve(INIT))
        .or(() -> path.isEmpty() ? Optional.empty() : project.file(folder.resolve(path + ".py")));
  }

  /// Folders from which a program may be started that holds the file: those around it that are no
  /// packages, and where sources are kept in them.
  private static List<Path> starts(WorkspaceFiles project, Path from) {
    List<Path> starts = new ArrayList<>();
    Path folder = from.getParent();
    for (int i = 0; folder != null && project.covers(folder) && i < MOST_FOLDERS; i++) {
      if (project.file(folder.resolve(INIT)).isEmpty()) {
        starts.add(folder);
        for (String name : SOURCE_FOLDERS) {
          starts.add(folder.resolve(name));
        }
      }
      folder = folder.getParent();
    }
    return starts;
  }
}
