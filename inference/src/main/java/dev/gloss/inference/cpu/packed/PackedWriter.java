package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.model.FileStamp;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Writes a model's packed weights, so that a file under its name is always a whole one: what is
/// written has another name until it is on the disk.
///
/// @param place where they are kept
/// @param matrices all of them, in the order in which they were packed
record PackedWriter(PackedPlace place, List<NamedMatrix> matrices) {
  private static final long CHUNK_BYTES = 1L << 20;

  /// So much is on its way to the disk at most.
  private static final long FORCED_BYTES = 64L << 20;

  /// A pause takes so many times as long as what is done before it.
  private static final long PAUSES = 3;

  /// Copies the list.
  PackedWriter {
    matrices = List.copyOf(matrices);
  }

  /// Writes the file, unless another process has done it meanwhile.
  ///
  /// @throws IOException if it cannot be written, or would leave too little room on the disk;
  ///   nothing of it stays then
  void write(MemoryGuard memory) throws IOException {
    Path folder = place.folder().folder();
    PrivateFiles.makeFolder(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      KeptFiles files = place.files();
      files.deleteParts();
      if (!isThere()) {
        String name = place.identity().name();
        Path part = files.part(name);
        try {
          write(part, memory);
          place.stamps().forEach(FileStamp::requireUnchanged);
          Files.move(part, files.packed(name), StandardCopyOption.ATOMIC_MOVE);
          files.touch(name);
        } finally {
          Files.deleteIfExists(part);
        }
        files.deleteUseless(place.identity());
      }
    }
  }

  private boolean isThere() {
    try (Arena arena = Arena.ofConfined()) {
      PackedFile.map(place.files().packed(place.identity().name()), place.identity(), arena);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void write(Path part, MemoryGuard memory) throws IOException {
    PackedHeader header = PackedHeader.of(place.identity(), matrices);
    byte[] encoded = header.encode();
    long dataOffset = PackedHeader.dataOffset(encoded.length);
    long totalBytes = header.totalBytes(encoded.length);
    requireRoom(place.folder().folder(), totalBytes);
    try (FileChannel channel = PrivateFiles.open(part, StandardOpenOption.CREATE_NEW)) {
      put(channel, ByteBuffer.wrap(encoded), 0);
      long unforced = 0;
      for (int i = 0; i < matrices.size(); i++) {
        MemorySegment panels = matrices.get(i).matrix().data();
        write(channel, panels, dataOffset + header.entries().get(i).offset(), memory);
        unforced += panels.byteSize();
        if (unforced > FORCED_BYTES) {
          channel.force(false);
          unforced = 0;
        }
      }
      if (channel.size() < totalBytes) {
        put(channel, ByteBuffer.allocate(1), totalBytes - 1);
      }
      channel.force(true);
    }
  }

  private static void write(
      FileChannel channel, MemorySegment panels, long offset, MemoryGuard memory)
      throws IOException {
    for (long at = 0; at < panels.byteSize(); at += CHUNK_BYTES) {
      long from = at;
      long bytes = Math.min(CHUNK_BYTES, panels.byteSize() - at);
      long start = System.nanoTime();
      memory.use(() -> put(channel, panels.asSlice(from, bytes).asByteBuffer(), offset + from));
      LockSupport.parkNanos(PAUSES * (System.nanoTime() - start));
    }
  }

  private static void put(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private void requireRoom(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free - place.folder().spareBytes() < 2 * bytes) {
      throw new IOException(
          "%s: %,d bytes are free, which is too few for %,d more".formatted(folder, free, bytes));
    }
  }
}
