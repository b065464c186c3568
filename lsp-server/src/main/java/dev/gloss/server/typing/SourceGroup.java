package dev.gloss.server.typing;

import java.util.List;

/// Files that are counted together, such as those of a library.
///
/// @param name in reports
/// @param files at least one
public record SourceGroup(String name, List<JavaFile> files) {

  /// Copies the list.
  public SourceGroup {
    files = List.copyOf(files);
  }
}
