package dev.gloss.inference.cpu.machine;

/// The arguments of an emitted function: 64 bits each, one behind the other in memory that `RDI`
/// points to; a buffer of [#KEPT_SUMS] follows.
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

  /// Where eight vectors of sums can be kept.
  static final int KEPT_SUMS = 128;

  /// Bytes of all.
  static final int BYTES = KEPT_SUMS + 8 * 32;

  int offset() {
    return ordinal() * Long.BYTES;
  }

  Address address() {
    return Address.of(Register.RDI, offset());
  }
}
