package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Reads the little-endian numbers and strings of a mapped file one after the other, and never
/// beyond its end. Used by one thread.
///
/// Looks at the file through a window on the heap: a fresh virtual machine is slow with single
/// accesses to mapped memory, and a vocabulary takes a million of them.
final class Cursor {
  private static final int WINDOW_BYTES = 1 << 16;

  private final Path file;
  private final MemorySegment bytes;
  private final byte[] window;
  private long windowStart;
  private int windowBytes;
  private long at;

  /// @param file named in errors
  Cursor(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
    this.window = new byte[(int) Math.min(WINDOW_BYTES, bytes.byteSize())];
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
    int from = look(Integer.BYTES);
    at += Integer.BYTES;
    return number(from);
  }

  /// The next 64 bits.
  long u64(String what) {
    require(Long.BYTES, what);
    int from = look(Long.BYTES);
    at += Long.BYTES;
    return (long) number(from + Integer.BYTES) << Integer.SIZE | number(from) & 0xFFFF_FFFFL;
  }

  /// The next string, whose length stands before it.
  String text(String what, int maxBytes) {
    long length = u64(what);
    require(length, what);
    if (length > maxBytes) {
      throw new ModelException(
          "%s: %s is a string of %d bytes, expected at most %d"
              .formatted(file, what, length, maxBytes));
    }
    int count = (int) length;
    if (count > window.length) {
      byte[] large = bytes.asSlice(at, count).toArray(ValueLayout.JAVA_BYTE);
      at += count;
      return Text.decode(file, what, large, 0, count);
    }
    int from = look(count);
    at += count;
    return Text.decode(file, what, window, from, count);
  }

  /// The bytes of the next string, whose length stands before it.
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

  /// Moves the window so that it has the next bytes.
  ///
  /// @param count bytes that are there, no more than the window takes
  /// @return where they begin in the window
  private int look(int count) {
    if (at < windowStart || at + count > windowStart + windowBytes) {
      windowStart = at;
      windowBytes = (int) Math.min(window.length, left());
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, window, 0, windowBytes);
    }
    return (int) (at - windowStart);
  }

  private int number(int from) {
    return window[from] & 0xFF
        | (window[from + 1] & 0xFF) << 8
        | (window[from + 2] & 0xFF) << 16
        | window[from + 3] << 24;
  }
}
