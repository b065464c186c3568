package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/// A weight matrix repacked so that vector lanes are output rows.
///
/// Rows are grouped into panels of [#PANEL_ROWS]; a panel is one contiguous stream, columns
/// ascending, laid out by its [PanelFormat]. Missing rows of the last panel are zero. So a product
/// needs no horizontal sum, and its order of additions is the same for one row of activations and
/// for many (design B and C of the project's kernel notes).
///
/// Native memory, owned by whoever gave it for packing, or mapped from a file that a matrix was
/// written to. Immutable, safe for all threads.
public final class PackedMatrix {
  /// Output rows of a panel.
  public static final int PANEL_ROWS = 16;

  /// Bytes of one step of a panel: a word of 32 bits for each row.
  public static final int STEP_BYTES = PANEL_ROWS * Integer.BYTES;

  /// Bytes that the panels begin at a multiple of.
  public static final long ALIGNMENT = 64;

  /// Readable bytes behind the last panel: the factors of a chunk of columns are read at once, also
  /// where there are fewer.
  public static final long SLACK_BYTES = 4 * STEP_BYTES;

  /// A number for all that decides which bytes a matrix is packed as. Whoever changes one of them
  /// gives it another value: panels that were written to a file are then packed anew.
  public static final int LAYOUT = 1;

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final int rows;
  private final int columns;
  private final PanelFormat format;
  private final boolean roundsActivations;
  private final long panelBytes;
  private final MemorySegment data;

  private PackedMatrix(
      int rows, int columns, PanelFormat format, Precision precision, SegmentAllocator memory) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException("the CPU backend needs a little-endian machine");
    }
    this.rows = rows;
    this.columns = columns;
    this.format = format;
    this.roundsActivations = roundsActivations(format, precision);
    this.panelBytes = format.panelBytes(columns);
    long bytes = panels() * panelBytes;
    this.data = memory.allocate(bytes + SLACK_BYTES, ALIGNMENT).asSlice(0, bytes);
  }

  /// A matrix that was packed before.
  ///
  /// @param stored what its [#format()] is named by
  /// @param precision of its products
  /// @param panels what [#data()] was, at a multiple of [#ALIGNMENT], with [#SLACK_BYTES] behind it
  ///   that may be read
  /// @throws IllegalArgumentException if such a matrix has not so many bytes
  public static PackedMatrix ofPanels(
      int rows, int columns, DType stored, Precision precision, MemorySegment panels) {
    return new PackedMatrix(
        rows,
        columns,
        PanelFormats.of(stored),
        precision,
        (bytes, alignment) -> {
          if (bytes - SLACK_BYTES != panels.byteSize()) {
            throw new IllegalArgumentException(
                "panels of %s [%d, %d] take %d bytes, got %d"
                    .formatted(stored, rows, columns, bytes - SLACK_BYTES, panels.byteSize()));
          }
          return panels;
        });
  }

  /// Whether products with weights of a type round the activations.
  public static boolean roundsActivations(DType dtype, Precision precision) {
    return roundsActivations(PanelFormats.of(dtype), precision);
  }

  private static boolean roundsActivations(PanelFormat format, Precision precision) {
    return precision == Precision.FAST && format instanceof BlockPanels;
  }

  /// Repacks a checkpoint's matrix.
  ///
  /// @param precision of its products
  /// @param memory gives zeros, which the copy is written to
  /// @param loop runs the work on panels
  public static PackedMatrix of(
      Matrix matrix, Precision precision, SegmentAllocator memory, PanelLoop loop) {
    PanelFormat format = PanelFormats.of(matrix.weight().dtype());
    PackedMatrix packed =
        new PackedMatrix(matrix.outFeatures(), matrix.inFeatures(), format, precision, memory);
    AtomicBoolean decodable = new AtomicBoolean(true);
    loop.run(
        packed.panels(),
        panel -> {
          if (!format.pack(matrix, panel, packed.data, packed.panelOffset(panel))) {
            decodable.set(false);
          }
        });
    return decodable.get() ? packed : expanded(matrix, memory);
  }

  /// Repacks a checkpoint's matrix in the calling thread.
  public static PackedMatrix of(Matrix matrix, Precision precision, SegmentAllocator memory) {
    return of(
        matrix,
        precision,
        memory,
        (panels, work) -> {
          for (int panel = 0; panel < panels; panel++) {
            work.accept(panel);
          }
        });
  }

  /// Runs the same work for each panel, in several threads or in one.
  public interface PanelLoop {
    /// Calls `work` with `0 .. panels - 1` and returns when all of it is done.
    void run(int panels, IntConsumer work);
  }

  /// A matrix as [#of(Matrix, Precision, SegmentAllocator)] makes it, of the same size and without
  /// its numbers.
  public static PackedMatrix unfilled(Matrix matrix, Precision precision, SegmentAllocator memory) {
    PanelFormat format = PanelFormats.of(matrix.weight().dtype());
    return new PackedMatrix(matrix.outFeatures(), matrix.inFeatures(), format, precision, memory);
  }

  /// Packs as F32 what the loops do not decode: infinities, NaN, and scales of absurd size.
  private static PackedMatrix expanded(Matrix matrix, SegmentAllocator memory) {
    PackedMatrix packed =
        new PackedMatrix(
            matrix.outFeatures(), matrix.inFeatures(), PanelFormats.F32, Precision.EXACT, memory);
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
  /// @param memory gives zeros, which the numbers are written to
  public static PackedMatrix of(int rows, int columns, Elements source, SegmentAllocator memory) {
    boolean halves = isBf16(rows, columns, source);
    WordPanels format = halves ? PanelFormats.BF16 : PanelFormats.F32;
    PackedMatrix packed = new PackedMatrix(rows, columns, format, Precision.EXACT, memory);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int bits = Float.floatToRawIntBits(source.at(row, column));
        if (halves) {
          long at = packed.offset(row, column / 2) + column % 2 * (long) Short.BYTES;
          packed.data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) (bits >>> 16));
        } else {
          packed.data.set(INT, packed.offset(row, column), bits);
        }
      }
    }
    return packed;
  }

  /// A matrix at least as large as [#of(int, int, Elements, SegmentAllocator)] makes it, without
  /// its numbers.
  public static PackedMatrix unfilled(int rows, int columns, SegmentAllocator memory) {
    return new PackedMatrix(rows, columns, PanelFormats.F32, Precision.EXACT, memory);
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

  /// Whether products round activations to integers first ([Precision#FAST]).
  public boolean roundsActivations() {
    return roundsActivations;
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

  /// Decodes columns `first .. first + count - 1` of a panel to `block [count, PANEL_ROWS]`; the
  /// plain form that every kernel agrees with.
  public void decode(int panel, int first, int count, float[] block) {
    format.decode(this, panel, first, count, block);
  }

  /// Where a row's word is in panels that have nothing but words.
  private long offset(int row, int word) {
    return panelOffset(row / PANEL_ROWS)
        + (long) word * STEP_BYTES
        + (long) (row % PANEL_ROWS) * Integer.BYTES;
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
