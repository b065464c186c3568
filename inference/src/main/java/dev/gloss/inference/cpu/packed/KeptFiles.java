package dev.gloss.inference.cpu.packed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The files in a folder of packed weights, and which of them are of use to nobody.
///
/// Beside a file an empty one of the same name tells by its time when it was last used: the time of
/// the file itself tells whether it was written to.
///
/// @param folder need not exist
record KeptFiles(Path folder) {
  private static final String PACKED = ".packed";
  private static final String PART = ".part";
  private static final String USED = ".used";
  private static final Duration UNUSED = Duration.ofDays(30);

  static KeptFiles in(Path folder) {
    return new KeptFiles(folder);
  }

  /// Where weights are kept.
  Path packed(String name) {
    return folder.resolve(name + PACKED);
  }

  /// Where they are while they are written.
  Path part(String name) {
    return folder.resolve(name + PART);
  }

  /// Bytes of all files with weights, whole or not.
  long bytes() throws IOException {
    long bytes = 0;
    for (Path file : Stream.concat(ending(PACKED).stream(), ending(PART).stream()).toList()) {
      bytes += size(file);
    }
    return bytes;
  }

  /// Files come and go meanwhile.
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /// Takes note that weights are being used.
  void touch(String name) throws IOException {
    Path used = folder.resolve(name + USED);
    if (Files.exists(used)) {
      Files.setLastModifiedTime(used, FileTime.from(Instant.now()));
    } else {
      PrivateFiles.open(used, StandardOpenOption.CREATE).close();
    }
  }

  /// Deletes what processes that died left behind; by whoever has the lock.
  void deleteParts() throws IOException {
    for (Path part : ending(PART)) {
      Files.deleteIfExists(part);
    }
  }

  /// Deletes what nobody needs: of this model what it was before, of others what has not been used
  /// for long, and what was packed from a file that is gone. By whoever has the lock.
  void deleteUseless(ModelIdentity current) throws IOException {
    Path kept = packed(current.name());
    for (Path file : ending(PACKED)) {
      boolean sameModel = file.getFileName().toString().startsWith(current.prefix());
      if (!file.equals(kept) && (sameModel || isUnused(file) || isModelGone(file))) {
        delete(file);
      }
    }
  }

  /// Deletes everything, parts only if nobody is writing one.
  long clean() throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long bytes = 0;
    for (Path file : ending(PACKED)) {
      bytes += size(file);
      delete(file);
    }
    try (FolderLock lock = FolderLock.tryToTake(folder)) {
      for (Path part : lock == null ? List.<Path>of() : ending(PART)) {
        bytes += size(part);
        Files.deleteIfExists(part);
      }
    }
    return bytes;
  }

  /// Deletes a file with weights.
  void delete(Path packed) throws IOException {
    Files.deleteIfExists(packed);
    Files.deleteIfExists(used(packed));
  }

  private Path used(Path packed) {
    String name = packed.getFileName().toString();
    return folder.resolve(name.substring(0, name.length() - PACKED.length()) + USED);
  }

  private boolean isUnused(Path packed) throws IOException {
    Path used = used(packed);
    FileTime last = Files.getLastModifiedTime(Files.exists(used) ? used : packed);
    return last.toInstant().isBefore(Instant.now().minus(UNUSED));
  }

  /// What cannot be read may be of another version of the program.
  private static boolean isModelGone(Path packed) {
    try (FileChannel channel = FileChannel.open(packed, StandardOpenOption.READ)) {
      return Files.notExists(PackedHeader.read(channel).header().model());
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> ending(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }
}
