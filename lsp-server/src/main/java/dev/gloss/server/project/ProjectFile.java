package dev.gloss.server.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// A file of a workspace folder, as the disk had it when it was looked at.
///
/// @param path absolute, without links in its folders
/// @param languageId as LSP names languages
/// @param modified when it was written
/// @param sizeBytes how long it is
public record ProjectFile(Path path, String languageId, FileTime modified, long sizeBytes) {

  /// A larger one is data.
  public static final long LARGEST_BYTES = 1_000_000;

  /// A file as the disk has it now; empty where there is no regular file of that name.
  ///
  /// @param path absolute, without links in its folders
  /// @throws IOException if it cannot be looked at, also because it is not there
  public static Optional<ProjectFile> at(Path path) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return now.isRegularFile()
        ? Optional.of(
            new ProjectFile(path, FileLanguage.of(path), now.lastModifiedTime(), now.size()))
        : Optional.empty();
  }

  /// Whether files of its language declare things.
  public boolean isCode() {
    return FileLanguage.isCode(languageId);
  }

  /// As editors name it.
  public String uri() {
    return path.toUri().toString();
  }
}
