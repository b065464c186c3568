package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.MemorySegment;

/// Panels of weights that are small integers times a scale, plus a minimum in some formats, both
/// the same for [#BLOCK] columns of a row: `w = integer * scale + minimum`.
///
/// A panel is made of words of 32 bits, one for each row at a time: first the factors of all
/// columns, then the codes of all columns.
///
/// In [Precision#FAST] the product of a row of weights with a row of activations is, block by block
/// in ascending order beginning with `sum = 0`,
///
/// ```
/// sum = fma(S, scale * a, sum)
/// sum = fma(minimum, A, sum)        with a minimum only
/// ```
///
/// where `S` is the sum of the products of the block's integers with those of the activations,
/// which float32 holds exactly in whatever order it is added, `a` the scale of the block of
/// activations and `A` the sum of its integers, times `a` ([ActivationBlock]).
public abstract class BlockPanels implements PanelFormat {
  /// Columns that share a scale.
  public static final int BLOCK = 32;

  private final DType dtype;
  private final int groupColumns;
  private final int factorWords;
  private final int codeWords;

  /// @param groupColumns columns that share `factorWords` words of a row's factors
  /// @param codeWords words of a row's codes of a block
  BlockPanels(DType dtype, int groupColumns, int factorWords, int codeWords) {
    this.dtype = dtype;
    this.groupColumns = groupColumns;
    this.factorWords = factorWords;
    this.codeWords = codeWords;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  /// Whether weights have a minimum.
  public abstract boolean hasMinima();

  /// Unpacks the integers of a block: `[BLOCK, PANEL_ROWS]`, below 2^12 in magnitude, so that
  /// float32 holds all sums of their products with [#BLOCK] integers of 8 bits.
  ///
  /// @param at index in `to` of the first one
  public abstract void integers(PackedMatrix matrix, int panel, int block, float[] to, int at);

  /// The scale of a row's block.
  public abstract float scale(PackedMatrix matrix, int panel, int block, int row);

  /// The minimum of a row's block; 0 in formats without.
  public float minimum(PackedMatrix matrix, int panel, int block, int row) {
    return 0;
  }

  /// Repacks one row, writing words by [#putFactor] and [#putCodes].
  ///
  /// @param from the stored row at `fromOffset`
  /// @param to the row's words of step 0, at `toOffset`
  /// @return whether all factors are finite
  abstract boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset);

  @Override
  public long panelBytes(int columns) {
    return codesOffset(columns) + (long) columns / BLOCK * codeWords * STEP_BYTES;
  }

  /// Bytes before a panel's codes.
  public long codesOffset(int columns) {
    return (long) Math.ceilDiv(columns, groupColumns) * factorWords * STEP_BYTES;
  }

  /// Where a block's codes begin.
  public long codesOffset(PackedMatrix matrix, int panel, int block) {
    return matrix.panelOffset(panel)
        + codesOffset(matrix.columns())
        + (long) block * codeWords * STEP_BYTES;
  }

  /// Where the factors of a block's group begin.
  public long factorsOffset(PackedMatrix matrix, int panel, int block) {
    return matrix.panelOffset(panel)
        + (long) (block * BLOCK / groupColumns) * factorWords * STEP_BYTES;
  }

  /// A word of the factors of a row's block.
  final int factor(PackedMatrix matrix, int panel, int block, int word, int row) {
    long at = factorsOffset(matrix, panel, block) + (long) word * STEP_BYTES;
    return matrix.data().get(INT, at + (long) row * Integer.BYTES);
  }

  /// Writes a word of the factors of a row's group of columns.
  ///
  /// @param toOffset of the row in step 0
  final void putFactor(MemorySegment to, long toOffset, int group, int word, int value) {
    to.set(INT, toOffset + (long) (group * factorWords + word) * STEP_BYTES, value);
  }

  /// Writes a word of the codes of a row's block.
  ///
  /// @param codes of the row in the step after its factors
  final void putCodes(MemorySegment to, long codes, int block, int word, int value) {
    to.set(INT, codes + (long) (block * codeWords + word) * STEP_BYTES, value);
  }

  /// Repacks the 16 bytes with 4-bit codes of a block, whose low halves are the first 16 columns.
  final void putNibbles(
      MemorySegment from, long fromOffset, MemorySegment to, long codes, int block) {
    for (int pair = 0; pair < PackedCodes.NIBBLE_WORDS / 2; pair++) {
      int first = from.get(INT, fromOffset + (long) (2 * pair) * Integer.BYTES);
      int second = from.get(INT, fromOffset + (long) (2 * pair + 1) * Integer.BYTES);
      putCodes(to, codes, block, pair, PackedCodes.nibbles(first, second));
      putCodes(to, codes, block, pair + 2, PackedCodes.nibbles(first >>> 4, second >>> 4));
    }
  }

  @Override
  public boolean pack(Matrix matrix, int panel, MemorySegment to, long offset) {
    int columns = matrix.inFeatures();
    long rowBytes = dtype.bytes(columns);
    int firstRow = panel * PANEL_ROWS;
    boolean finite = true;
    for (int i = 0; i < Math.min(PANEL_ROWS, matrix.outFeatures() - firstRow); i++) {
      long from = (firstRow + i) * rowBytes;
      finite &=
          packRow(matrix.weight().data(), from, columns, to, offset + (long) i * Integer.BYTES);
    }
    return finite;
  }

  @Override
  public void decode(PackedMatrix matrix, int panel, int first, int count, float[] block) {
    for (int column = 0; column < count; column += BLOCK) {
      int index = (first + column) / BLOCK;
      int at = column * PANEL_ROWS;
      integers(matrix, panel, index, block, at);
      for (int row = 0; row < PANEL_ROWS; row++) {
        float scale = scale(matrix, panel, index, row);
        float minimum = minimum(matrix, panel, index, row);
        for (int i = at + row; i < at + BLOCK * PANEL_ROWS; i += PANEL_ROWS) {
          // A fused addition of 0 would turn -0 to 0.
          block[i] = hasMinima() ? Math.fma(block[i], scale, minimum) : block[i] * scale;
        }
      }
    }
  }

  /// A binary16 number, given by the lower half of a word.
  static float half(int word) {
    return Float.float16ToFloat((short) word);
  }

  /// Whether both halves of a word are finite binary16 numbers.
  static boolean areFinite(int halves) {
    return ((halves & 0x7c007c00) + 0x04000400 & 0x80008000) == 0;
  }
}
