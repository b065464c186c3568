package dev.gloss.server.project;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/// A file of a workspace folder, as the disk had it when it was looked at.
///
/// @param path absolute, without links in its folders
/// @param languageId as LSP names languages
/// @param modified when it was written
/// @param sizeBytes how long it is
public record ProjectFile(Path path, String languageId, FileTime modified, long sizeBytes) {

  /// As editors name it.
  public String uri() {
    return path.toUri().toString();
  }
}
