package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RoundingScratch;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.FloatProductCode.Form;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Products with rounded activations, those with activations as they are of many rows and, with
/// some formats, of few, and those of attention, by machine code, all else by other kernels.
public class MachineKernels implements Kernels {
  private final Kernels others;
  private final Products products;
  private final WordProducts wordProducts;
  private final DecodedProducts decodedProducts;
  private final FloatProducts floatProducts;
  private final PageKernels pages;
  private final Rounding rounding;
  private final String label;
  private final RoundingScratch scratch = new RoundingScratch();

  /// Why there is no machine code in this process; null if there is. Found out once, by a small
  /// product of every format.
  public static @Nullable String obstacle() {
    return SelfCheck.RESULT.obstacle();
  }

  /// The name of the instructions that machine code is written with in this process; null if there
  /// is none.
  public static @Nullable String instructions() {
    Functions functions = SelfCheck.RESULT.functions();
    return functions == null ? null : functions.instructions().label();
  }

  /// With the instructions of each kind that the processor has, the fastest first, checked or not;
  /// none where it has none. The code of each call stays in memory as long as the process.
  ///
  /// @param others for what there is no machine code for
  /// @param arena owns the scratch memory
  public static List<MachineKernels> ofEveryKind(Kernels others, Arena arena) {
    return Processor.instructionSets().stream()
        .map(instructions -> new MachineKernels(others, new Functions(instructions), arena))
        .toList();
  }

  /// @param others for what there is no machine code for
  /// @param arena owns the scratch memory
  /// @throws IllegalStateException if there is an obstacle
  public MachineKernels(Kernels others, Arena arena) {
    this(others, SelfCheck.emitted(), arena);
  }

  MachineKernels(Kernels others, Functions functions, Arena arena) {
    this.others = others;
    label = functions.instructions().label();
    products = new Products(functions, arena);
    wordProducts = new WordProducts(functions, arena);
    rounding = new Rounding(functions, arena);
    floatProducts = new FloatProducts(functions, arena);
    decodedProducts = new DecodedProducts(others, floatProducts, arena);
    pages = new MachinePageKernels(others.pages(), floatProducts);
  }

  @Override
  public PageKernels pages() {
    return pages;
  }

  @Override
  public String name() {
    return others.name() + "+" + label;
  }

  @Override
  public int panelGroup() {
    return Math.max(others.panelGroup(), WordProductCode.PANELS);
  }

  @Override
  public void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    if (matrix.roundsActivations()) {
      scratch.multiply(this, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else if (WordProducts.areFor(matrix, rows)) {
      wordProducts.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else if (DecodedProducts.areFor(matrix, rows)) {
      decodedProducts.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else {
      others.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
    }
  }

  @Override
  public void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    rounding.round(x, columns, firstRow, rows, to);
  }

  @Override
  public void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    products.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
  }

  @Override
  public void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset) {
    others.decode(matrix, panel, first, count, to, offset);
  }

  @Override
  public void rmsNorm(
      MemorySegment x,
      long xOffset,
      MemorySegment weight,
      int n,
      float eps,
      MemorySegment y,
      long yOffset) {
    others.rmsNorm(x, xOffset, weight, n, eps, y, yOffset);
  }

  @Override
  public void siluMultiply(
      MemorySegment gate, long gateOffset, MemorySegment up, long upOffset, int n) {
    others.siluMultiply(gate, gateOffset, up, upOffset, n);
  }

  @Override
  public void addScaled(
      float scale, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
    others.addScaled(scale, x, xOffset, y, yOffset, n);
  }

  @Override
  public void mix(
      float xScale,
      MemorySegment x,
      long xOffset,
      float yScale,
      MemorySegment y,
      long yOffset,
      int n) {
    others.mix(xScale, x, xOffset, yScale, y, yOffset, n);
  }

  @Override
  public void scores(
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
      long scoresOffset) {
    long laneBytes = (long) headLanes * Float.BYTES;
    floatProducts
        .a(keys, keysOffset, keyStride)
        .b(query, queryOffset, laneBytes)
        .out(scores, scoresOffset, laneBytes)
        .multiply(Form.PRODUCT, keyCount, width, headLanes);
    keepAlive(keys, query, scores);
  }

  @Override
  public void softmax(
      MemorySegment scores,
      long scoresOffset,
      int heads,
      int headLanes,
      int keyCount,
      MemorySegment maxima,
      long maximaOffset) {
    others.softmax(scores, scoresOffset, heads, headLanes, keyCount, maxima, maximaOffset);
  }

  @Override
  public void addValues(
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
      long outStride) {
    floatProducts
        .a(probabilities, probabilitiesOffset, (long) headLanes * Float.BYTES)
        .b(values, valuesOffset, valueStride)
        .out(out, outOffset, outStride)
        .multiply(Form.TRANSPOSED_SUM, heads, keyCount, width);
    keepAlive(probabilities, values, out);
  }

  /// The code knows their memory by its address alone.
  static void keepAlive(MemorySegment a, MemorySegment b, MemorySegment out) {
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
    Reference.reachabilityFence(out);
  }
}
