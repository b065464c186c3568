package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import java.lang.foreign.MemorySegment;

/// The loops of a weight format. Belongs to one thread.
abstract class FormatLoops {

  /// Whether weights are float32 steps as they are, so that there is nothing to decode.
  boolean isDecoded() {
    return false;
  }

  /// Decodes columns `first .. first + count - 1` of a panel to float32 steps, exactly as
  /// [PanelFormat#decode] does.
  ///
  /// @param first a multiple of [ManyRows#BLOCK_COLUMNS]
  /// @param count at most that
  abstract void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset);
}
