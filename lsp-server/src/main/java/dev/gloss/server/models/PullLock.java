package dev.gloss.server.models;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps two processes from writing the same model. The system gives it back when a process dies.
final class PullLock implements AutoCloseable {
  private static final String FOLDER = ".locks";

  private final FileChannel channel;

  private PullLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock of a model.
  ///
  /// @param store the store's folder
  /// @param anchor the file that names the model
  /// @throws PullException if somebody else has it
  /// @throws IOException if the store cannot be written
  static PullLock take(Path store, Path anchor) throws IOException {
    String name = store.relativize(anchor).toString().replaceAll("[/\\\\]", "--");
    Path file = store.resolve(FOLDER).resolve(name + ".lock");
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = tryLock(channel) != null;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    if (!taken) {
      throw new PullException(
          anchor.getFileName() + ": another gloss is working on it; wait until it has ended");
    }
    return new PullLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this very process has it.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
