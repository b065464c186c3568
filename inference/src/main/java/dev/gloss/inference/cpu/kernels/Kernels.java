package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.MemorySegment;

/// The loops over numbers that the model's time goes into.
///
/// Every implementation computes the same floating-point operations in the same order, written down
/// by [dev.gloss.inference.cpu.scalar.ScalarKernels]; results are equal bit by bit, whatever the
/// width of vectors, and a row's result does not depend on the rows computed with it.
///
/// Arguments are float32 in native order and native memory. Offsets and strides are in **bytes**,
/// counts in elements; `x [rows, n]` at an offset means that row `i` begins `i` strides behind it.
/// Nothing is kept after a call. An instance has scratch memory of its own and belongs to one
/// thread.
public interface Kernels {

  /// Head lanes of the attention's score arrays are a multiple of this.
  int HEAD_LANES = 16;

  /// Columns that are decoded at a time at most.
  int DECODED_COLUMNS = 256;

  /// The loops of attention to pages.
  PageKernels pages();

  /// `scalar`, or `vector-` and the width in bits; behind a `+` the instructions of machine code,
  /// where there is some.
  String name();

  /// Panels that products compute together: fewer take as long.
  int panelGroup();

  /// `y [rows, matrix.rows()] = x [rows, matrix.columns()] * matrix^T`, for the matrix's rows in
  /// the panels `firstPanel .. firstPanel + panelCount - 1` alone; other columns of `y` are
  /// untouched.
  ///
  /// Each number is one chain of fused multiply-adds, columns ascending, beginning at 0; or, where
  /// [PackedMatrix#roundsActivations()], what [BlockPanels] says.
  ///
  /// @param firstRow of the `rows` that are multiplied, in `x` and in `y`
  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows);

  /// Rounds rows of activations, for several products with them.
  ///
  /// @param columns of a row, a multiple of [BlockPanels#BLOCK]
  /// @param firstRow of the `rows` that are rounded, in `x` and in `to`
  void round(RowView x, int columns, int firstRow, int rows, RoundedRows to);

  /// The products of a matrix that [PackedMatrix#roundsActivations()], as the other `multiply` has
  /// them, with rows that [#round] has rounded.
  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows);

  /// Decodes columns `first .. first + count - 1` of a panel to float32, `[count, PANEL_ROWS]`.
  ///
  /// @param first a multiple of [#DECODED_COLUMNS]
  /// @param count at most that
  void decode(PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset);

  /// `y = x / sqrt(mean(x^2) + eps) * weight`, all of `n` numbers; `y` may be `x`.
  ///
  /// Squares are summed in 16 chains, element `i` in chain `i % 16`, the chains added as a tree of
  /// halves.
  void rmsNorm(
      MemorySegment x,
      long xOffset,
      MemorySegment weight,
      int n,
      float eps,
      MemorySegment y,
      long yOffset);

  /// `gate = gate / (1 + exp(-gate)) * up`, of `n` numbers.
  void siluMultiply(MemorySegment gate, long gateOffset, MemorySegment up, long upOffset, int n);

  /// `y = y + scale * x` by fused multiply-add, of `n` numbers.
  void addScaled(float scale, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n);

  /// `y = y * yScale + x * xScale`, the sum fused with the second product, of `n` numbers.
  void mix(
      float xScale,
      MemorySegment x,
      long xOffset,
      float yScale,
      MemorySegment y,
      long yOffset,
      int n);

  /// Scores of keys for all heads: `scores [keys, headLanes]`, with `query [width, headLanes]` and
  /// `keys [keyCount, width]`, the products added in one chain, channels ascending.
  ///
  /// @param heads lanes that matter; what the others get is not defined
  /// @param headLanes lanes of a row, a multiple of [#HEAD_LANES]
  void scores(
      MemorySegment query,
      long queryOffset,
      int heads,
      int headLanes,
      int width,
      MemorySegment keys,
      long keysOffset,
      long keyStride,
      int keyCount,
      MemorySegment scores,
      long scoresOffset);

  /// Replaces `scores [keys, headLanes]` by `exp(score - max)` and writes each head's maximum and,
  /// keys ascending, the sum of its exponentials.
  ///
  /// @param maxima `[headLanes]`, `sums` at the same offset plus `headLanes` floats
  void softmax(
      MemorySegment scores,
      long scoresOffset,
      int heads,
      int headLanes,
      int keyCount,
      MemorySegment maxima,
      long maximaOffset);

  /// `out [heads, width] += probabilities^T [heads, keys] * values [keys, width]` by fused
  /// multiply-adds, keys ascending.
  ///
  /// @param outStride bytes between heads; up to the next multiple of 16 floats after `width`,
  ///   `out` may be overwritten with anything, and `values` rows are followed by readable memory
  void addValues(
      MemorySegment probabilities,
      long probabilitiesOffset,
      int heads,
      int headLanes,
      MemorySegment values,
      long valuesOffset,
      long valueStride,
      int keyCount,
      int width,
      MemorySegment out,
      long outOffset,
      long outStride);
}
