package dev.gloss.inference.cpu.packed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that nobody else can read, where the system knows owners.
final class PrivateFiles {
  private PrivateFiles() {}

  /// Makes a folder, and those above it that are missing.
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, "rwx------"));
  }

  /// Opens a file to be written.
  ///
  /// @param creation whether it may be there already
  static FileChannel open(Path file, OpenOption creation) throws IOException {
    return FileChannel.open(
        file, Set.of(creation, StandardOpenOption.WRITE), attributes(file, "rw-------"));
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
