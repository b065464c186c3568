package dev.gloss.inference.cpu.machine;

import org.jspecify.annotations.Nullable;

/// A place in memory: a register, perhaps another one or twice another one, and a displacement in
/// bytes.
///
/// @param index never `RSP`
/// @param scaleBits 0 if the index is added once, 1 if twice
record Address(Register base, @Nullable Register index, int scaleBits, int displacement) {

  /// Rows that can be addressed from the first one.
  static final int ROWS = 4;

  /// Behind a register.
  static Address of(Register base, int displacement) {
    return new Address(base, null, 0, displacement);
  }

  /// Behind the sum of two registers.
  static Address of(Register base, Register index, int displacement) {
    return new Address(base, index, 0, displacement);
  }

  /// Behind a register and twice another.
  static Address twice(Register base, Register index, int displacement) {
    return new Address(base, index, 1, displacement);
  }

  /// A row of a tile of four at most.
  ///
  /// @param threeStrides three times `stride`
  static Address ofRow(
      int row, Register first, Register stride, Register threeStrides, int displacement) {
    return switch (row) {
      case 0 -> of(first, displacement);
      case 1 -> of(first, stride, displacement);
      case 2 -> twice(first, stride, displacement);
      case 3 -> of(first, threeStrides, displacement);
      default -> throw new IllegalArgumentException("row " + row + " of a tile");
    };
  }
}
