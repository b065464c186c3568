package dev.gloss.inference.convert;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A file or folder that comes into being as a whole or not at all: it is written beside its place
/// under another name, and gets its own when it is complete.
final class PendingOutput implements AutoCloseable {

  private static final String SUFFIX = ".part";

  private final Path target;
  private final Path pending;
  private boolean committed;

  /// Deletes what an earlier run that was killed left behind.
  ///
  /// @param target what there will be; must not exist yet
  /// @throws ModelException if it does, or if there is no folder to put it in
  PendingOutput(Path target) throws IOException {
    this.target = target.toAbsolutePath().normalize();
    this.pending = this.target.resolveSibling(this.target.getFileName() + SUFFIX);
    if (Files.exists(this.target)) {
      throw new ModelException(target + ": exists, expected a name that is free");
    }
    Path folder = this.target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ModelException(target + ": there is no folder " + folder + ", expected one");
    }
    delete();
  }

  /// Where to write; nothing is there yet.
  Path path() {
    return pending;
  }

  /// Refuses what would not fit on the disk.
  ///
  /// @param bytes that will be written
  /// @throws ModelException if the disk has not so many free
  void requireSpace(long bytes) throws IOException {
    long free = Files.getFileStore(target.getParent()).getUsableSpace();
    if (bytes > free) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s: takes %.1f GB, the disk has %.1f GB free",
              target,
              bytes / 1e9,
              free / 1e9));
    }
  }

  /// Gives the output its name.
  void commit() throws IOException {
    try {
      Files.move(pending, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(pending, target);
    }
    committed = true;
  }

  /// Deletes what was written, unless it got its name.
  @Override
  public void close() throws IOException {
    if (!committed) {
      delete();
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(pending)) {
      return;
    }
    Files.walkFileTree(
        pending,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
