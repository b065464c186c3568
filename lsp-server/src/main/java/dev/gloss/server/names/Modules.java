package dev.gloss.server.names;

import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;

/// How the files of a language name each other. What is not found in the workspace for sure is not
/// found.
interface Modules {
  /// The name of what a file hands on without one.
  String DEFAULT = "default";

  /// A language of whose files nothing is known.
  Modules UNKNOWN = (project, from, module) -> List.of();

  /// The files that a name means; several where they are one module together.
  ///
  /// @param from the file that names them
  /// @param module as it names them
  List<ProjectFile> files(WorkspaceFiles project, Path from, String module);

  /// What a file calls a module that it gives no other name.
  default String localName(String module) {
    return module;
  }
}
