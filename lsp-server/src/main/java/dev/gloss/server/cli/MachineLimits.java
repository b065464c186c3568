package dev.gloss.server.cli;

import dev.gloss.inference.cpu.HostMemory;
import dev.gloss.inference.cpu.Roofline;
import dev.gloss.server.models.ByteCount;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the machine can do at most, the best of some passes.
///
/// @param threads that compute
/// @param bytes of memory that a pass read
/// @param readGbS read bandwidth, in 10^9 bytes a second
/// @param floatGflops fused multiply-adds of float32, in 10^9 operations a second
/// @param byteGops multiplications and additions of bytes by the instructions of the machine code,
///   in 10^9 operations a second; null where there is none
/// @param byteInstructions the name of these instructions; null likewise
record MachineLimits(
    int threads,
    long bytes,
    double readGbS,
    double floatGflops,
    @Nullable Double byteGops,
    @Nullable String byteInstructions) {

  /// Passes over the machine, between those of something else.
  static final class Passes implements AutoCloseable {
    private static final long BYTES = 1L << 30;

    private final Roofline roofline;
    private double read;
    private double floats;
    private double bytes;

    /// @param threads that compute
    /// @throws IllegalArgumentException if there is not so much memory free
    Passes(int threads) {
      long free = HostMemory.freeBytes();
      if (free < BYTES) {
        throw new IllegalArgumentException(
            "the machine is measured by %s of memory, and %s are free"
                .formatted(ByteCount.of(BYTES), ByteCount.of(free)));
      }
      roofline = new Roofline(threads, BYTES);
    }

    /// One pass more.
    void run() {
      read = Math.max(read, roofline.readBytesPerSecond());
      floats = Math.max(floats, roofline.floatOperationsPerSecond());
      bytes = Math.max(bytes, roofline.byteOperationsPerSecond().orElse(0));
    }

    /// The best so far.
    MachineLimits best() {
      return new MachineLimits(
          roofline.threads(),
          roofline.bytes(),
          read / 1e9,
          floats / 1e9,
          bytes == 0 ? null : bytes / 1e9,
          roofline.byteInstructions().orElse(null));
    }

    @Override
    public void close() {
      roofline.close();
    }
  }

  /// The same for a person.
  String text() {
    return String.format(
        Locale.ROOT,
        "the machine reads %.1f GB/s, computes %.0f GFLOP/s in float32%s (%d threads)",
        readGbS,
        floatGflops,
        byteGops == null
            ? ""
            : String.format(
                Locale.ROOT, " and %.0f Gop/s in bytes (%s)", byteGops, byteInstructions),
        threads);
  }
}
