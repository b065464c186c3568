package dev.gloss.server.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where Git keeps what belongs to a repository.
final class GitFolder {
  private static final String POINTER = "gitdir:";

  private GitFolder() {}

  /// The file of ignore rules that are not shared: `info/exclude` in the repository's folder, which
  /// a worktree and a submodule have elsewhere and name in a file `.git`.
  static Path exclude(Path top) throws IOException {
    Path folder = top.resolve(".git");
    if (Files.isRegularFile(folder)) {
      String text = Files.readString(folder).strip();
      if (text.startsWith(POINTER)) {
        folder = resolve(top, text.substring(POINTER.length()).strip());
      }
    }
    Path common = folder.resolve("commondir");
    if (Files.isRegularFile(common)) {
      folder = resolve(folder, Files.readString(common).strip());
    }
    return folder.resolve("info").resolve("exclude");
  }

  private static Path resolve(Path base, String path) throws IOException {
    try {
      return base.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new IOException(base + ": names a folder that cannot be: " + path, e);
    }
  }
}
