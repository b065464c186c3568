package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// A type whose elements stand alone: a block is one number.
public interface ElementCodec extends TwoWayCodec {

  /// Decodes one number.
  ///
  /// @param data holds it, not necessarily aligned
  /// @param offsetBytes where it begins
  float decode(MemorySegment data, long offsetBytes);

  @Override
  default int blockElements() {
    return 1;
  }

  @Override
  default void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    to[first] = decode(data, offsetBytes);
  }

  @Override
  default float element(MemorySegment data, long offsetBytes, int index) {
    return decode(data, offsetBytes);
  }

  /// Encodes one number.
  ///
  /// @param to takes it
  /// @param offsetBytes where it begins
  void encode(float value, MemorySegment to, long offsetBytes);

  @Override
  default void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    encode(from[first], to, offsetBytes);
  }
}
