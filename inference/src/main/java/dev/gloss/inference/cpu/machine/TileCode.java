package dev.gloss.inference.cpu.machine;

/// Writes what multiplies the blocks of one panel with a tile of rows.
///
/// `RSI` points to the codes of a block, `RDX` to its unpacked factors, `RAX` to the activations of
/// the first row, with `RBX` bytes from row to row and `RBP` three times as many, `R12` to the
/// outputs of the first row, likewise with `R13` and `R14`; `RDI` is [ProductCode]'s.
interface TileCode {

  /// Most rows of a tile, a power of two.
  int mostRows();

  /// Loads what blocks are multiplied with.
  ///
  /// @param scratch points to the scratch memory
  void loadConstants(Register scratch);

  /// Loads what packed codes are unpacked with.
  ///
  /// @param scratch points to the scratch memory
  void loadMasks(Register scratch);

  /// What comes before the blocks of a tile; may leave `R12` elsewhere.
  void begin(int rows);

  /// Multiplies a block with a tile and adds what comes of it to the outputs.
  ///
  /// @param rows of the tile, one if codes are packed that are no bytes
  /// @param packed whether `RSI` points to the codes as they are packed, else to a byte each
  void multiply(int rows, boolean packed);

  /// What comes after them; leaves `R12` as it was before.
  void end(int rows);
}
