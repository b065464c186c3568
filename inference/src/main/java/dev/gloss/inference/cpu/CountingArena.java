package dev.gloss.inference.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An arena that counts what is asked of it. Small segments are there and may be written; large
/// ones only look as if they were, and must not be touched.
final class CountingArena implements Arena {
  private static final long SMALL_BYTES = 1L << 20;

  private final Arena small = Arena.ofShared();
  private long bytes;

  /// Bytes asked for so far, alignment included.
  long bytes() {
    return bytes;
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    bytes += Math.ceilDiv(byteSize, byteAlignment) * byteAlignment;
    return byteSize <= SMALL_BYTES
        ? small.allocate(byteSize, byteAlignment)
        : MemorySegment.ofAddress(byteAlignment).reinterpret(byteSize, small, null);
  }

  @Override
  public MemorySegment.Scope scope() {
    return small.scope();
  }

  @Override
  public void close() {
    small.close();
  }
}
