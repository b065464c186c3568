package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Reads the little-endian numbers and strings of a mapped file one after the other, and never
/// beyond its end. Used by one thread.
final class Cursor {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final MemorySegment bytes;
  private long at;

  /// @param file named in errors
  Cursor(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /// How many bytes were read so far.
  long at() {
    return at;
  }

  /// How many bytes there are still.
  long left() {
    return bytes.byteSize() - at;
  }

  /// The next 32 bits.
  ///
  /// @param what they are, for the message if the file ends before them
  /// @throws ModelException if it does
  int u32(String what) {
    require(Integer.BYTES, what);
    int number = bytes.get(INT, at);
    at += Integer.BYTES;
    return number;
  }

  /// The next 64 bits.
  long u64(String what) {
    require(Long.BYTES, what);
    long number = bytes.get(LONG, at);
    at += Long.BYTES;
    return number;
  }

  /// The next bytes, so many as the 64 bits before them say: a string.
  MemorySegment string(String what) {
    return take(u64(what), what);
  }

  /// The next bytes.
  ///
  /// @param count how many, taken as a number without sign
  MemorySegment take(long count, String what) {
    require(count, what);
    MemorySegment taken = bytes.asSlice(at, count);
    at += count;
    return taken;
  }

  /// Passes over strings.
  void skipStrings(long count, String what) {
    for (long i = 0; i < count; i++) {
      long length = u64(what);
      require(length, what);
      at += length;
    }
  }

  /// The bytes that were read since a place.
  ///
  /// @param start what [#at()] was there
  MemorySegment since(long start) {
    return bytes.asSlice(start, at - start);
  }

  private void require(long count, String what) {
    if (count < 0 || count > left()) {
      throw new ModelException(
          "%s: %s takes %s bytes from byte %d on, the file has %d there: is it cut short?"
              .formatted(file, what, Long.toUnsignedString(count), at, left()));
    }
  }
}
