package dev.gloss.server.names;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// JavaScript's and TypeScript's modules: files named from where they are named.
final class ScriptModules implements Modules {
  private static final List<String> ENDINGS =
      List.of(".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs");

  @Override
  public List<ProjectFile> files(WorkspaceFiles project, Path from, String module) {
    if (!module.startsWith("./") && !module.startsWith("../") && !module.matches("\\.{1,2}")) {
      // A package, or a name that some configuration explains.
      return List.of();
    }
    Path file = from.resolveSibling(module).normalize();
    return exact(project, file)
        .or(() -> with(project, file))
        .or(() -> with(project, file.resolve("index")))
        .map(List::of)
        .orElse(List.of());
  }

  /// TypeScript names the file that will be made of the source.
  private static Optional<ProjectFile> exact(WorkspaceFiles project, Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".jsx")) {
      String base = name.substring(0, name.lastIndexOf('.'));
      String ending = name.endsWith("x") ? ".tsx" : name.endsWith(".mjs") ? ".mts" : ".ts";
      Optional<ProjectFile> source = project.file(file.resolveSibling(base + ending));
      if (source.isPresent()) {
        return source;
      }
    }
    return project.file(file);
  }

  private static Optional<ProjectFile> with(WorkspaceFiles project, Path file) {
    String name = String.valueOf(file.getFileName());
    return ENDINGS.stream()
        .flatMap(ending -> project.file(file.resolveSibling(name + ending)).stream())
        .findFirst();
  }
}
