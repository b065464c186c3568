package dev.gloss.inference.cpu.packed;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The right to change what is in a folder, which one thread of all processes has at a time; it
/// goes with a process that dies.
final class FolderLock implements AutoCloseable {
  private static final String FILE = "lock";

  /// Locks of files are the process's; between its threads they are errors.
  private static final Semaphore THIS_PROCESS = new Semaphore(1);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Waits for the lock.
  ///
  /// @param folder which exists
  /// @throws IOException if there cannot be one, as in a folder that cannot be written
  static FolderLock take(Path folder) throws IOException {
    THIS_PROCESS.acquireUninterruptibly();
    return held(lock(folder, true));
  }

  /// The lock if nobody has it; null otherwise.
  ///
  /// @throws IOException as for [#take]
  static @Nullable FolderLock tryToTake(Path folder) throws IOException {
    return THIS_PROCESS.tryAcquire() ? lock(folder, false) : null;
  }

  private static FolderLock held(@Nullable FolderLock lock) throws IOException {
    if (lock == null) {
      throw new IOException("the lock was not given");
    }
    return lock;
  }

  /// Locks the file, or lets go of the semaphore.
  private static @Nullable FolderLock lock(Path folder, boolean wait) throws IOException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = PrivateFiles.open(folder.resolve(FILE), StandardOpenOption.CREATE);
      taken = (wait ? channel.lock() : channel.tryLock()) != null;
      return taken ? new FolderLock(channel) : null;
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        THIS_PROCESS.release();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THIS_PROCESS.release();
    }
  }
}
