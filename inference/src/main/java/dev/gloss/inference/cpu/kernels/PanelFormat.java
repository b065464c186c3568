package dev.gloss.inference.cpu.kernels;

/// How a [PackedMatrix] stores its weights.
///
/// A panel is a sequence of words of 32 bits, [PackedMatrix#PANEL_ROWS] at a time; the word of a
/// row holds one, two or four weights of consecutive columns, the first in the lowest bits.
public enum PanelFormat {
  /// One float32.
  F32(1),
  /// Two upper halves of float32: decoded by a shift.
  BF16(2),
  /// Two binary16: decoded by shifts and one exact multiplication.
  F16(2),
  /// Four FP8 codes: decoded by shifts and one multiplication with the block's scale.
  F8_E4M3(4);

  private final int columnsPerWord;

  PanelFormat(int columnsPerWord) {
    this.columnsPerWord = columnsPerWord;
  }

  /// Consecutive columns that share a word of 32 bits.
  public int columnsPerWord() {
    return columnsPerWord;
  }

  /// Bytes of one weight.
  public int elementBytes() {
    return Integer.BYTES / columnsPerWord;
  }
}
