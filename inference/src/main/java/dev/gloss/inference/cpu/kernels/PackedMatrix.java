package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;

/// A weight matrix repacked so that vector lanes are output rows.
///
/// Rows are grouped into panels of [#PANEL_ROWS]; a panel is one contiguous stream, columns
/// ascending, each word of 32 bits holding one row's next columns ([PanelFormat]). Missing rows and
/// columns of the last panel and word are zero. So a product needs no horizontal sum, and its order
/// of additions is the same for one row of activations and for many (design B and C of the
/// project's kernel notes).
///
/// Weights keep their stored size where decoding is cheap and exact: `code * scale` of FP8 is one
/// float32 multiplication, as the reference does it.
///
/// Native memory, owned by the arena given at packing. Immutable, safe for all threads.
public final class PackedMatrix {
  /// Output rows of a panel.
  public static final int PANEL_ROWS = 16;

  /// Bytes of one step of a panel: a word for each row.
  public static final int STEP_BYTES = PANEL_ROWS * Integer.BYTES;

  /// FP8 codes shifted into a float32 are too small by this factor.
  public static final float F8_EXPONENT_OFFSET = 0x1p120f;

  /// Binary16 codes shifted into a float32 are too small by this factor.
  public static final float F16_EXPONENT_OFFSET = 0x1p112f;

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int SCALE_PANELS = Matrix.SCALE_BLOCK / PANEL_ROWS;
  private static final long ALIGNMENT = 64;
  private static final float MAX_SCALE = 64;
  private static final Map<DType, PanelFormat> FORMATS =
      Map.of(
          DType.F32, PanelFormat.F32,
          DType.BF16, PanelFormat.BF16,
          DType.F16, PanelFormat.F16,
          DType.F8_E4M3, PanelFormat.F8_E4M3);

  private final int rows;
  private final int columns;
  private final PanelFormat format;
  private final long panelBytes;
  private final int scaleColumns;
  private final MemorySegment data;
  private final MemorySegment scales;

  private PackedMatrix(int rows, int columns, PanelFormat format, Arena arena) {
    this.rows = rows;
    this.columns = columns;
    this.format = format;
    int words = Math.ceilDiv(columns, format.columnsPerWord());
    this.panelBytes = (long) words * STEP_BYTES;
    this.data = arena.allocate(panels() * panelBytes, ALIGNMENT);
    boolean scaled = format == PanelFormat.F8_E4M3;
    this.scaleColumns = scaled ? Math.ceilDiv(columns, Matrix.SCALE_BLOCK) : 0;
    this.scales =
        arena.allocate((long) Math.ceilDiv(panels(), SCALE_PANELS) * scaleColumns * Float.BYTES, 4);
  }

  /// Repacks a checkpoint's matrix.
  ///
  /// @param arena owns the copy
  public static PackedMatrix of(Matrix matrix, Arena arena) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException("the CPU backend needs a little-endian machine");
    }
    PanelFormat format = FORMATS.get(matrix.weight().dtype());
    if (format == null) {
      return expanded(matrix, arena);
    }
    PackedMatrix packed =
        new PackedMatrix(matrix.outFeatures(), matrix.inFeatures(), format, arena);
    boolean decodable = true;
    for (int panel = 0; panel < packed.panels(); panel++) {
      decodable &= packed.copyPanel(matrix.weight(), panel);
    }
    Tensor scales = matrix.weightScaleInv();
    if (scales != null) {
      decodable &= packed.copyScales(scales);
    }
    return decodable ? packed : expanded(matrix, arena);
  }

  /// Packs as F32 what shifts do not decode: infinities, NaN, scales of absurd size, and types that
  /// have no panels of their own.
  private static PackedMatrix expanded(Matrix matrix, Arena arena) {
    PackedMatrix packed =
        new PackedMatrix(matrix.outFeatures(), matrix.inFeatures(), PanelFormat.F32, arena);
    float[] row = new float[matrix.inFeatures()];
    for (int i = 0; i < packed.rows; i++) {
      Decoder.row(matrix, i, row);
      for (int column = 0; column < row.length; column++) {
        packed.data.set(FLOAT, packed.offset(i, column), row[column]);
      }
    }
    return packed;
  }

  /// Packs numbers given one by one, as BF16 where that is exact and as F32 otherwise.
  ///
  /// @param source asked for every element, some of them twice
  /// @param arena owns the numbers
  public static PackedMatrix of(int rows, int columns, Elements source, Arena arena) {
    PanelFormat format = isBf16(rows, columns, source) ? PanelFormat.BF16 : PanelFormat.F32;
    PackedMatrix packed = new PackedMatrix(rows, columns, format, arena);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int bits = Float.floatToRawIntBits(source.at(row, column));
        if (format == PanelFormat.F32) {
          packed.data.set(INT, packed.offset(row, column), bits);
        } else {
          packed.data.set(
              ValueLayout.JAVA_SHORT_UNALIGNED, packed.offset(row, column), (short) (bits >>> 16));
        }
      }
    }
    return packed;
  }

  /// Numbers of a matrix by row and column.
  public interface Elements {
    /// The element.
    float at(int row, int column);
  }

  /// Output rows.
  public int rows() {
    return rows;
  }

  /// Input columns.
  public int columns() {
    return columns;
  }

  /// How the weights are stored.
  public PanelFormat format() {
    return format;
  }

  /// Panels, the last one padded with zero rows.
  public int panels() {
    return Math.ceilDiv(rows, PANEL_ROWS);
  }

  /// Rows of this panel that are not padding.
  public int panelRows(int panel) {
    return Math.min(PANEL_ROWS, rows - panel * PANEL_ROWS);
  }

  /// The panels, 64-byte aligned.
  public MemorySegment data() {
    return data;
  }

  /// Offset of a panel in [#data()].
  public long panelOffset(int panel) {
    return panel * panelBytes;
  }

  /// Bytes of weights.
  public long byteSize() {
    return data.byteSize();
  }

  /// The scale of an FP8 panel's columns `128 * block .. 128 * block + 127`.
  public float scale(int panel, int block) {
    return scales.get(FLOAT, ((long) (panel / SCALE_PANELS) * scaleColumns + block) * Float.BYTES);
  }

  /// Decodes columns `first .. first + count - 1` of a panel to `block [count, PANEL_ROWS]`; the
  /// plain form that every kernel agrees with.
  public void decode(int panel, int first, int count, float[] block) {
    int perWord = format.columnsPerWord();
    for (int i = 0; i < count; i++) {
      int column = first + i;
      long step = panelOffset(panel) + (long) (column / perWord) * STEP_BYTES;
      int shift = column % perWord * (Integer.SIZE / perWord);
      int to = i * PANEL_ROWS;
      switch (format) {
        case F32 -> decodeF32(step, block, to);
        case BF16 -> decodeBf16(step, shift, block, to);
        case F16 -> decodeF16(step, shift, block, to);
        case F8_E4M3 -> decodeF8(step, shift, scale(panel, column / Matrix.SCALE_BLOCK), block, to);
      }
    }
  }

  private void decodeF32(long step, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      block[to + row] = data.get(FLOAT, step + (long) row * Integer.BYTES);
    }
  }

  private void decodeBf16(long step, int shift, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, step + (long) row * Integer.BYTES) >>> shift;
      block[to + row] = Float.intBitsToFloat(code << 16);
    }
  }

  private void decodeF16(long step, int shift, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, step + (long) row * Integer.BYTES) >>> shift;
      int bits = (code & 0x8000) << 16 | (code & 0x7fff) << 13;
      block[to + row] = Float.intBitsToFloat(bits) * F16_EXPONENT_OFFSET;
    }
  }

  private void decodeF8(long step, int shift, float scale, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, step + (long) row * Integer.BYTES) >>> shift;
      int bits = (code & 0x80) << 24 | (code & 0x7f) << 20;
      block[to + row] = Float.intBitsToFloat(bits) * F8_EXPONENT_OFFSET * scale;
    }
  }

  private long offset(int row, int column) {
    int perWord = format.columnsPerWord();
    return panelOffset(row / PANEL_ROWS)
        + (long) (column / perWord) * STEP_BYTES
        + (long) (row % PANEL_ROWS) * Integer.BYTES
        + (long) (column % perWord) * format.elementBytes();
  }

  /// Returns whether shifts decode all of the panel's codes.
  private boolean copyPanel(Tensor weight, int panel) {
    MemorySegment source = weight.data();
    int fullWords = columns / format.columnsPerWord();
    long rowBytes = (long) columns * format.elementBytes();
    long copied = (long) fullWords * Integer.BYTES;
    int special = 0;
    for (int i = 0; i < panelRows(panel); i++) {
      long from = (panel * (long) PANEL_ROWS + i) * rowBytes;
      long to = panelOffset(panel) + (long) i * Integer.BYTES;
      for (int word = 0; word < fullWords; word++) {
        int codes = source.get(INT, from + (long) word * Integer.BYTES);
        special |= specialCodes(codes);
        data.set(INT, to + (long) word * STEP_BYTES, codes);
      }
      if (copied < rowBytes) {
        long last = to + (long) fullWords * STEP_BYTES;
        MemorySegment.copy(source, from + copied, data, last, rowBytes - copied);
        special |= specialCodes(data.get(INT, last));
      }
    }
    return special == 0;
  }

  /// Not 0 if a word has a code that stands for an infinity or NaN where shifts do not say so.
  private int specialCodes(int codes) {
    return switch (format) {
      case F32, BF16 -> 0;
      case F16 -> (codes & 0x7c007c00) + 0x04000400 & 0x80008000;
      case F8_E4M3 -> (codes & 0x7f7f7f7f) + 0x01010101 & 0x80808080;
    };
  }

  /// Returns whether all scales leave room for the factor that they are multiplied with.
  private boolean copyScales(Tensor scaleInv) {
    boolean sound = true;
    for (long i = 0; i < scaleInv.elements(); i++) {
      float scale = scaleInv.data().get(FLOAT, i * Float.BYTES);
      scales.set(FLOAT, i * Float.BYTES, scale);
      sound &= Math.abs(scale) <= MAX_SCALE;
    }
    return sound;
  }

  private static boolean isBf16(int rows, int columns, Elements source) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if ((Float.floatToRawIntBits(source.at(row, column)) & 0xffff) != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
