package dev.gloss.inference.cpu.machine;

/// The [Arguments] of a function of [ProductCode].
enum Call {
  /// Address of the panel's factors.
  FACTORS,
  /// Address of its codes.
  CODES,
  /// Blocks of a row.
  BLOCKS,
  /// Address of the first row of activations.
  ACTIVATIONS,
  /// Bytes from row to row.
  ACTIVATION_STRIDE,
  /// Rows, at least one.
  ROWS,
  /// Address of the panel's numbers in the first row of results.
  OUTPUT,
  /// Bytes from row to row.
  OUTPUT_STRIDE,
  /// Address of the memory that [Scratch] describes.
  SCRATCH;

  /// Where eight vectors of sums can be kept, behind the arguments.
  static final int KEPT_SUMS = values().length * Long.BYTES;

  /// Bytes of them.
  static final int KEPT_BYTES = 8 * 32;
}
