package dev.gloss.server.retrieval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder in which the index of a workspace lies, one of many in the user's cache.
///
/// @param path absolute
record IndexFolder(Path path) {
  /// What is left free on the disk.
  private static final long LEAST_FREE_BYTES = 1L << 30;

  /// Indexes that nobody opened for so long are thrown away.
  private static final Duration OLD = Duration.ofDays(60);

  private static final int KEY_BYTES = 16;

  /// That of some workspace folders.
  static IndexFolder of(Path cache, List<Path> roots) {
    return new IndexFolder(cache.toAbsolutePath().resolve("index").resolve(key(roots)));
  }

  private static String key(List<Path> roots) {
    String names = roots.stream().map(Path::toString).collect(Collectors.joining("\0"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Makes it, for the user alone: whoever may not read a project may not read its index. Throws
  /// away others that are old.
  ///
  /// @throws IOException if it cannot be made, or the disk is nearly full
  void make() throws IOException {
    Path all = Objects.requireNonNull(path.getParent(), "it lies in the cache");
    Files.createDirectories(all);
    if (!Files.isDirectory(path)) {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(path);
      }
    }
    if (Files.getFileStore(path).getUsableSpace() < LEAST_FREE_BYTES) {
      throw new IOException("less than 1 GiB is free where " + path + " lies");
    }
    Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    removeOld(all);
  }

  private static void removeOld(Path all) throws IOException {
    Instant old = Instant.now().minus(OLD);
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
          remove(folder);
        }
      }
    }
  }

  /// Removes what can be removed.
  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // The next one who comes tries again.
    }
  }
}
