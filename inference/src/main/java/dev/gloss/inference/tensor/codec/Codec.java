package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// The layout of one element type: numbers are stored in blocks of a fixed count and size, little
/// endian, and each block decodes by itself.
///
/// Decoding is the definition of the type: every faster one must equal it bit by bit. Codecs are
/// stateless, so safe for any number of threads.
public interface Codec {

  /// Numbers of a block; 1 for types whose elements stand alone.
  int blockElements();

  /// Bytes of a block.
  int blockBytes();

  /// Decodes one block.
  ///
  /// @param data holds the block, not necessarily aligned
  /// @param offsetBytes where the block begins
  /// @param to takes [#blockElements()] numbers
  /// @param first where in `to` the first of them goes
  /// @throws IndexOutOfBoundsException if the block is not within `data` or the numbers not within
  ///   `to`
  void decode(MemorySegment data, long offsetBytes, float[] to, int first);

  /// Decodes blocks that follow one another.
  ///
  /// @param data holds the blocks
  /// @param offsetBytes where the first block begins
  /// @param blocks how many
  /// @param to takes `blocks * blockElements()` numbers
  /// @param first where in `to` the first of them goes
  default void decode(MemorySegment data, long offsetBytes, int blocks, float[] to, int first) {
    for (int i = 0; i < blocks; i++) {
      decode(data, offsetBytes + (long) i * blockBytes(), to, first + i * blockElements());
    }
  }

  /// Decodes one number of a block.
  ///
  /// @param index which one, `0..blockElements() - 1`
  default float element(MemorySegment data, long offsetBytes, int index) {
    float[] block = new float[blockElements()];
    decode(data, offsetBytes, block, 0);
    return block[index];
  }
}
