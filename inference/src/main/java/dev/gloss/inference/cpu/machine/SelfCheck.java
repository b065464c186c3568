package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compares a small product of every format, and some attention, with the specification, before
/// machine code is used.
final class SelfCheck {
  /// Switches machine code off, if it is `off`, or has it written with no other instructions than
  /// those of this name.
  static final String SETTING = "gloss.machine.code";

  private static final Logger LOG = System.getLogger(SelfCheck.class.getName());
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
  private static final int OUTPUTS = 20; // a whole panel and a part of one
  private static final int WORD_OUTPUTS = 68; // as many whole panels as are taken, and a part
  private static final int BLOCKS = 10; // a whole chunk and a part of one
  private static final int SUPER_BLOCKS = 2;
  private static final int ROWS = 15; // a tile of each size
  private static final int FEW_ROWS = 2;
  private static final int MANY_ROWS = 35; // a tile of each size
  private static final int DECODED_OUTPUTS = 36; // two panels together, and a part of one
  private static final int DECODED_COLUMNS = 2 * Matrix.SCALE_BLOCK + 5; // some alone, twice
  private static final int WORD_COLUMNS = 2 * Matrix.SCALE_BLOCK + 4;

  // Behind the numbers that finding it takes.
  /// What was found out in this process.
  static final Result RESULT = result();

  private SelfCheck() {}

  /// What was found out.
  ///
  /// @param functions that were checked; null where there is an obstacle
  /// @param obstacle why there is no machine code; null where there is
  record Result(@Nullable Functions functions, @Nullable String obstacle) {}

  private static Result result() {
    String setting = System.getProperty(SETTING, "");
    if (setting.equals("off")) {
      return new Result(null, "it is switched off");
    }
    String obstacle = Processor.obstacle();
    if (obstacle != null) {
      return new Result(null, obstacle);
    }
    Result result = new Result(null, "the processor has no instructions called '" + setting + "'");
    for (InstructionSet instructions : Processor.instructionSets()) {
      if (setting.isEmpty() || setting.equals(instructions.label())) {
        result = result(() -> new Functions(instructions));
        if (result.obstacle() == null) {
          return result;
        }
        LOG.log(Level.WARNING, "no code with {0}: {1}", instructions.label(), result.obstacle());
      }
    }
    return result;
  }

  /// The functions of this process.
  ///
  /// @throws IllegalStateException if there is an obstacle
  static Functions emitted() {
    Functions functions = RESULT.functions();
    if (functions == null) {
      throw new IllegalStateException("no machine code: " + RESULT.obstacle());
    }
    return functions;
  }

  /// Emits the functions and checks them.
  static Result result(Supplier<Functions> emission) {
    try (Arena arena = Arena.ofConfined()) {
      Functions functions = emission.get();
      Kernels plain = new ScalarKernels();
      String failure = failure(plain, new MachineKernels(plain, functions, arena), arena);
      return new Result(failure == null ? functions : null, failure);
    } catch (RuntimeException | LinkageError e) {
      // Whatever keeps a system from it, there are kernels that need nothing of it.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new Result(null, String.valueOf(cause.getMessage()));
    }
  }

  /// The first format whose products are not what they should be; null if all are.
  static @Nullable String failure(Kernels plain, Kernels machine, Arena arena) {
    Random random = new Random(1);
    for (DType dtype : DType.values()) {
      boolean rounds = PackedMatrix.roundsActivations(dtype, Precision.FAST);
      if (rounds || WordProductCode.isWrittenFor(dtype)) {
        PackedMatrix matrix = matrix(dtype, rounds ? OUTPUTS : WORD_OUTPUTS, random, arena);
        MemorySegment x = floats(ROWS * matrix.columns(), random, arena);
        // A single row has code of its own.
        for (int rows : new int[] {1, rounds ? ROWS : FEW_ROWS}) {
          if (!Arrays.equals(
              products(plain, matrix, x, rows, arena), products(machine, matrix, x, rows, arena))) {
            return "it computes products of " + dtype + " wrongly";
          }
        }
      }
    }
    if (!equalDecodedProducts(plain, machine, random, arena)) {
      return "it computes products of F32 wrongly";
    }
    return equalAttention(plain, machine, random, arena) ? null : "it computes attention wrongly";
  }

  /// Other kernels decode weights, so that one format tells of all.
  private static boolean equalDecodedProducts(
      Kernels plain, Kernels machine, Random random, Arena arena) {
    PackedMatrix matrix = matrix(DType.F32, DECODED_OUTPUTS, random, arena);
    MemorySegment x = floats(MANY_ROWS * matrix.columns(), random, arena);
    return Arrays.equals(
        products(plain, matrix, x, MANY_ROWS, arena),
        products(machine, matrix, x, MANY_ROWS, arena));
  }

  private static boolean equalAttention(
      Kernels plain, Kernels machine, Random random, Arena arena) {
    MemorySegment left = floats(ROWS * PageKernels.PAGE_KEYS, random, arena);
    MemorySegment right = floats(PageKernels.PAGE_KEYS * PageKernels.PAGE_KEYS, random, arena);
    return Arrays.equals(
        attention(plain, left, right, arena), attention(machine, left, right, arena));
  }

  /// Scores, with values weighted by the same numbers added to them; of either kind of attention.
  private static float[] attention(
      Kernels kernels, MemorySegment left, MemorySegment right, Arena arena) {
    int n = PageKernels.PAGE_KEYS;
    long stride = (long) n * Float.BYTES;
    MemorySegment y = arena.allocate((2 * ROWS + n) * stride, 64);
    PageKernels pages = kernels.pages();
    pages.scorePage(left, 0, stride, ROWS, n - 1, right, 0, y, 0, stride);
    pages.addWeighted(left, 0, stride, ROWS, right, 0, stride, n - 3, n, y, 0, stride);
    long scores = ROWS * stride;
    kernels.scores(right, 0, n, n, n - 1, left, 0, stride, ROWS, y, scores);
    long sums = 2 * scores;
    kernels.addValues(left, 0, ROWS, n, right, 0, stride, ROWS - 2, n, y, sums, stride);
    return y.toArray(FLOAT);
  }

  private static MemorySegment floats(int count, Random random, Arena arena) {
    MemorySegment floats = arena.allocate((long) count * Float.BYTES, 64);
    for (int i = 0; i < count; i++) {
      floats.setAtIndex(FLOAT, i, (float) random.nextGaussian());
    }
    return floats;
  }

  /// Random blocks whose factors are ordinary numbers.
  private static PackedMatrix matrix(DType dtype, int outputs, Random random, Arena arena) {
    long columns =
        switch (dtype.blockElements()) {
          case 1 -> dtype == DType.F32 ? DECODED_COLUMNS : WORD_COLUMNS;
          case BlockPanels.BLOCK -> (long) BlockPanels.BLOCK * BLOCKS;
          default -> (long) dtype.blockElements() * SUPER_BLOCKS;
        };
    List<Long> shape = List.of((long) outputs, columns);
    byte[] bytes = new byte[Math.toIntExact(dtype.bytes(shape))];
    byte[] block = new byte[dtype.blockBytes()];
    float[] values = new float[dtype.blockElements()];
    for (int at = 0; at < bytes.length; at += block.length) {
      do {
        random.nextBytes(block);
        dtype.codec().decode(MemorySegment.ofArray(block), 0, values, 0);
      } while (!areOrdinary(values));
      System.arraycopy(block, 0, bytes, at, block.length);
    }
    MemorySegment data = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    Tensor weight = new Tensor("weight", dtype, shape, data);
    Tensor scales = dtype == DType.F8_E4M3 ? scales(columns, random, arena) : null;
    return PackedMatrix.of(new Matrix(weight, scales), Precision.FAST, arena);
  }

  /// One for each block of columns.
  private static Tensor scales(long columns, Random random, Arena arena) {
    int count = Math.toIntExact(Math.ceilDiv(columns, Matrix.SCALE_BLOCK));
    return new Tensor("scale", DType.F32, List.of(1L, (long) count), floats(count, random, arena));
  }

  private static boolean areOrdinary(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) < 1e6f)) {
        return false;
      }
    }
    return true;
  }

  private static float[] products(
      Kernels kernels, PackedMatrix matrix, MemorySegment x, int rows, Arena arena) {
    long outputBytes = (long) matrix.rows() * Float.BYTES;
    MemorySegment y = arena.allocate(rows * outputBytes, 64);
    RowView from = new RowView(x, 0, (long) matrix.columns() * Float.BYTES);
    RowView to = new RowView(y, 0, outputBytes);
    kernels.multiply(matrix, 0, matrix.panels(), from, to, 0, rows);
    return y.toArray(FLOAT);
  }
}
