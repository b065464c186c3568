package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// A type that the engine writes too.
///
/// Encoding is deterministic: the same numbers give the same bytes on every machine. Numbers are
/// expected to be finite; what becomes of others is not said, except for the plain types, which
/// hold them.
public interface TwoWayCodec extends Codec {

  /// Encodes one block.
  ///
  /// @param from holds [#blockElements()] numbers
  /// @param first where in `from` the first of them is
  /// @param to takes the block
  /// @param offsetBytes where the block begins
  /// @throws IndexOutOfBoundsException if the block is not within `to` or the numbers not within
  ///   `from`
  void encode(float[] from, int first, MemorySegment to, long offsetBytes);

  /// Encodes blocks that follow one another.
  ///
  /// @param from holds `blocks * blockElements()` numbers
  /// @param first where in `from` the first of them is
  /// @param blocks how many
  /// @param to takes the blocks
  /// @param offsetBytes where the first block begins
  default void encode(float[] from, int first, int blocks, MemorySegment to, long offsetBytes) {
    for (int i = 0; i < blocks; i++) {
      encode(from, first + i * blockElements(), to, offsetBytes + (long) i * blockBytes());
    }
  }
}
