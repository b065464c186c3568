package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import java.lang.foreign.MemorySegment;

/// The loops of a format whose weights are multiplied with a row of activations as they are
/// decoded.
///
/// Products add columns in ascending order, one chain of fused multiply-adds a number.
abstract class RowLoops extends FormatLoops {
  /// Vectors of rows that [#multiplyRow] computes together, which hides the latency of the
  /// multiply-adds.
  static final int GROUP_VECTORS = 4;

  /// Panels of a group, but for vectors of 4 numbers one: 2 with vectors of 8 numbers, 4 with 16.
  static final int GROUP_PANELS = GROUP_VECTORS * Lanes.COUNT / PANEL_ROWS;

  /// Whose loops these are.
  abstract PanelFormat format();

  /// Most rows of activations that [#multiplyRow] multiplies faster, one after the other, than
  /// tiles of rows do; 0 if it does not take this matrix.
  abstract int fewRows(PackedMatrix matrix);

  /// Products of a group of panels with one row of activations, weights decoded on the way and read
  /// once; the form of decoding steps.
  ///
  /// @param x the row
  /// @param yOffset of the results, [#GROUP_VECTORS] vectors; those of panels that the matrix does
  ///   not have are of no meaning
  abstract void multiplyRow(
      PackedMatrix matrix, int panel, float[] x, MemorySegment y, long yOffset);

  /// Where the weights of a group's vector begin, if a panel has nothing but words; behind the last
  /// panel, where the last panel's do.
  static long vectorOffset(PackedMatrix matrix, int panel, int vector) {
    return panelOffset(matrix, panel, vector) + laneOffset(vector);
  }

  /// Where the panel of a group's vector begins.
  static long panelOffset(PackedMatrix matrix, int panel, int vector) {
    int of = panel + vector * Lanes.COUNT / PANEL_ROWS;
    return matrix.panelOffset(Math.min(of, matrix.panels() - 1));
  }

  /// Bytes of a step before the lanes of a group's vector.
  static long laneOffset(int vector) {
    return (long) (vector * Lanes.COUNT % PANEL_ROWS) * Float.BYTES;
  }
}
