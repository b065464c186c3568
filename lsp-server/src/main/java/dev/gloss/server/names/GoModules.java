package dev.gloss.server.names;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Go's packages: folders below the one that says the module's name (`go.mod`).
final class GoModules implements Modules {
  private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?([^\\s\"]+)");
  private static final int MOST_FOLDERS = 40;
  private static final long LONGEST_BYTES = 100_000;

  @Override
  public String localName(String module) {
    String name = module.substring(module.lastIndexOf('/') + 1);
    return name.matches("v\\d+") && module.contains("/")
        ? localName(module.substring(0, module.lastIndexOf('/')))
        : name;
  }

  @Override
  public List<ProjectFile> files(WorkspaceFiles project, Path from, String module) {
    Path folder = from.getParent();
    for (int i = 0; folder != null && project.covers(folder) && i < MOST_FOLDERS; i++) {
      Optional<String> name = moduleOf(folder);
      if (name.isPresent()) {
        String prefix = name.get();
        return module.equals(prefix) || module.startsWith(prefix + "/")
            ? of(project, folder.resolve(module.substring(prefix.length()).replaceAll("^/", "")))
            : List.of();
      }
      folder = folder.getParent();
    }
    return List.of();
  }

  /// The files of a package, but its tests, which nobody imports.
  static List<ProjectFile> of(WorkspaceFiles project, Path folder) {
    return project.files(folder, "go").stream()
        .filter(file -> !String.valueOf(file.path().getFileName()).endsWith("_test.go"))
        .toList();
  }

  private static Optional<String> moduleOf(Path folder) {
    Path file = folder.resolve("go.mod");
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_BYTES) {
        return Optional.empty();
      }
      Matcher name = MODULE.matcher(Files.readString(file));
      return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
