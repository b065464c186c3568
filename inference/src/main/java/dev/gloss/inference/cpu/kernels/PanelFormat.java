package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.MemorySegment;

/// How the panels of a [PackedMatrix] store weights of one element type: their size, repacking and
/// plain decoding, which every kernel agrees with.
///
/// Stateless, safe for all threads. A new format is a class here, listed in [PanelFormats], and one
/// with its loops in `cpu.vector`, listed there.
public interface PanelFormat {

  /// The element type whose weights it stores, which names it.
  DType dtype();

  /// Bytes of a panel of so many columns, a multiple of 64.
  long panelBytes(int columns);

  /// Repacks a panel of a checkpoint's matrix.
  ///
  /// @param to zeros, written from `offset` on
  /// @return whether the loops decode all of its weights; if not, they have to be packed as F32
  boolean pack(Matrix matrix, int panel, MemorySegment to, long offset);

  /// Decodes columns `first .. first + count - 1` of a panel to `block [count, PANEL_ROWS]`.
  void decode(PackedMatrix matrix, int panel, int first, int count, float[] block);
}
