package dev.gloss.server.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Fetches one file: goes on where an earlier try stopped, asks again when the connection breaks,
/// checks what came, and only then gives the file its name.
///
/// Used by one thread.
final class Download {
  private static final int BUFFER_BYTES = 1 << 18;

  /// Bytes that a try must bring for the failures before it to be forgotten.
  private static final long PROGRESS_BYTES = 64 << 10;

  private static final byte[] GGUF_MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

  private final Hub hub;
  private final Retries retries;
  private final PullListener listener;

  /// How far any try of this file got: only beyond it something is gained.
  private long farthest;

  Download(Hub hub, Retries retries, PullListener listener) {
    this.hub = hub;
    this.retries = retries;
    this.listener = listener;
  }

  /// Fetches a file.
  ///
  /// @param repository that holds it
  /// @param file what the hub says of it
  /// @param target where it is to be; its folder exists
  /// @throws PullException if it cannot be had; what was fetched is kept unless it is wrong
  void fetch(String repository, HubFile file, Path target) throws IOException {
    Part part = Part.of(target, file);
    farthest = part.bytes();
    listener.begin(file.name(), PullListener.Step.FETCHING, part.bytes(), file.bytes());
    retries.run(() -> attempt(repository, file, part));
    listener.end();
    verify(file, part);
    part.finish();
  }

  private boolean attempt(String repository, HubFile file, Part part) throws IOException {
    long start = part.bytes();
    if (file.bytes() >= 0 && start > file.bytes()) {
      restart(part, null);
      start = 0;
    }
    if (start == file.bytes()) {
      append(part, part.version()).close();
      return true;
    }
    try (HubHttp.Answer answer = hub.open(repository, file.path(), start)) {
      RangeAnswer range = RangeAnswer.of(answer);
      boolean nothingIsLeft = range.start() < 0 && range.total() == start;
      if (!nothingIsLeft) {
        checkStart(range, start, Part.Version.of(answer), part);
        copy(file, range.start(), total(file, range), answer, part);
      }
    }
    return true;
  }

  /// Makes sure that what comes goes on where the part ends, or throws that away.
  private void checkStart(RangeAnswer range, long start, Part.@Nullable Version version, Part part)
      throws IOException {
    Part.Version before = part.version();
    if (start == 0 && range.start() == 0) {
      return;
    }
    if (range.start() == 0) {
      restart(part, "the server sends the file from its beginning again");
    } else if (range.start() < 0) {
      restart(part, null);
      throw new IOException("the server has no bytes from " + start + " on");
    } else if (range.start() != start) {
      restart(part, null);
      throw new IOException(
          "the server sends bytes from %d on, asked for those from %d on"
              .formatted(range.start(), start));
    } else if (before != null && version != null && before.contradicts(version)) {
      restart(part, null);
      throw new IOException("the file has changed on the server, so it is fetched anew");
    }
  }

  private static long total(HubFile file, RangeAnswer range) throws PullException {
    if (file.bytes() >= 0 && range.total() >= 0 && file.bytes() != range.total()) {
      throw new PullException(
          "%s: the server has %,d bytes, the hub's list says %,d"
              .formatted(file.path(), range.total(), file.bytes()));
    }
    return file.bytes() >= 0 ? file.bytes() : range.total();
  }

  private void copy(HubFile file, long start, long total, HubHttp.Answer answer, Part part)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long written = start;
    try (FileChannel out = append(part, Part.Version.of(answer))) {
      for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
        if (total >= 0 && written + n > total) {
          restart(part, null);
          throw new PullException(
              "%s: the server sends more than the %,d bytes that it announced"
                  .formatted(file.path(), total));
        }
        write(out, ByteBuffer.wrap(buffer, 0, n));
        written += n;
        listener.advanced(n);
        if (written - farthest >= PROGRESS_BYTES) {
          farthest = written;
          retries.progressed();
        }
      }
    }
    if (total >= 0 && written < total) {
      throw new IOException(
          "the connection ended after %,d of %,d bytes".formatted(written, total));
    }
  }

  private void restart(Part part, @Nullable String note) throws IOException {
    part.discard();
    listener.restarted();
    if (note != null) {
      listener.note(note);
    }
  }

  private static FileChannel append(Part part, Part.@Nullable Version version)
      throws PullException {
    try {
      return part.append(version);
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  private void write(FileChannel out, ByteBuffer bytes) throws PullException {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new PullException(
          "writing failed: " + e.getMessage() + "; what was fetched is kept", e);
    }
  }

  private static PullException unwritable(Part part, IOException cause) {
    return new PullException(part.path() + ": cannot be written: " + cause.getMessage(), cause);
  }

  private void verify(HubFile file, Part part) throws IOException {
    Checksum expected = file.checksum();
    if (expected != null) {
      listener.begin(file.name(), PullListener.Step.VERIFYING, 0, part.bytes());
      Checksum found = Checksum.of(expected.kind(), part.path(), listener::advanced);
      listener.end();
      if (!found.equals(expected)) {
        part.discard();
        throw new PullException(
            "%s: its %s is %s, the hub says %s; what came was removed"
                .formatted(file.path(), expected.kind().algorithm(), found.hex(), expected.hex()));
      }
    } else if (file.path().endsWith(".gguf") && !startsAsGguf(part.path())) {
      part.discard();
      throw new PullException(
          file.path()
              + ": what came is no GGUF file (it does not begin with 'GGUF'); it was removed");
    }
  }

  private static boolean startsAsGguf(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(GGUF_MAGIC.length), GGUF_MAGIC);
    }
  }
}
