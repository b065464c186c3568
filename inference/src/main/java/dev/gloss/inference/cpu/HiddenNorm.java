package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import java.lang.foreign.MemorySegment;

/// An RMSNorm over the hidden size (Zhang and Sennrich, 2019).
///
/// @param weight `[hidden_size]`
/// @param eps added to the mean square
record HiddenNorm(MemorySegment weight, int hiddenSize, float eps) {

  /// Normalises one row of `from` into one row of `to`.
  void apply(Kernels kernels, Rows from, int fromRow, Rows to, int toRow) {
    apply(kernels, from, fromRow, to, toRow, 0);
  }

  /// Normalises one row of `from` into one row of `to`, beginning at a column.
  void apply(Kernels kernels, Rows from, int fromRow, Rows to, int toRow, int toColumn) {
    kernels.rmsNorm(
        from.segment(),
        from.offset(fromRow),
        weight,
        hiddenSize,
        eps,
        to.segment(),
        to.offset(toRow) + (long) toColumn * Float.BYTES);
  }
}
