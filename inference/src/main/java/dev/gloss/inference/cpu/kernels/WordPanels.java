package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.MemorySegment;

/// Panels of words of 32 bits, one for each row at a time; a word holds one, two or four weights of
/// consecutive columns as they are stored, the first in the lowest bits.
public abstract class WordPanels implements PanelFormat {
  private final int columnsPerWord;

  WordPanels(int columnsPerWord) {
    this.columnsPerWord = columnsPerWord;
  }

  /// Consecutive columns that share a word.
  public int columnsPerWord() {
    return columnsPerWord;
  }

  /// Bytes of a panel before its words, a multiple of 64.
  public long headerBytes(int columns) {
    return 0;
  }

  /// Words of a row.
  public int words(int columns) {
    return Math.ceilDiv(columns, columnsPerWord);
  }

  @Override
  public long panelBytes(int columns) {
    return headerBytes(columns) + (long) words(columns) * STEP_BYTES;
  }

  /// Not 0 if a word has a code that the loops do not decode.
  abstract int undecodable(int codes);

  /// Decodes the weights of all rows in one column.
  ///
  /// @param offset of the first row's word
  /// @param shift of the column's code in the word
  /// @param to index in `block` of the first row
  abstract void decodeColumn(MemorySegment data, long offset, int shift, float[] block, int to);

  @Override
  public boolean pack(Matrix matrix, int panel, MemorySegment to, long offset) {
    int columns = matrix.inFeatures();
    MemorySegment source = matrix.weight().data();
    int fullWords = columns / columnsPerWord;
    long rowBytes = (long) columns * (Integer.BYTES / columnsPerWord);
    long copied = (long) fullWords * Integer.BYTES;
    int firstRow = panel * PANEL_ROWS;
    int undecodable = 0;
    for (int i = 0; i < Math.min(PANEL_ROWS, matrix.outFeatures() - firstRow); i++) {
      long from = (firstRow + i) * rowBytes;
      long word = offset + headerBytes(columns) + (long) i * Integer.BYTES;
      for (int k = 0; k < fullWords; k++) {
        int codes = source.get(INT, from + (long) k * Integer.BYTES);
        undecodable |= undecodable(codes);
        to.set(INT, word, codes);
        word += STEP_BYTES;
      }
      if (copied < rowBytes) {
        MemorySegment.copy(source, from + copied, to, word, rowBytes - copied);
        undecodable |= undecodable(to.get(INT, word));
      }
    }
    return undecodable == 0;
  }

  @Override
  public void decode(PackedMatrix matrix, int panel, int first, int count, float[] block) {
    long words = matrix.panelOffset(panel) + headerBytes(matrix.columns());
    int bits = Integer.SIZE / columnsPerWord;
    for (int i = 0; i < count; i++) {
      int column = first + i;
      long step = words + (long) (column / columnsPerWord) * STEP_BYTES;
      int shift = column % columnsPerWord * bits;
      decodeColumn(matrix.data(), step, shift, block, i * PANEL_ROWS);
    }
  }
}
