package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.MachineKernels;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.cpu.vector.VectorKernels;
import dev.gloss.inference.tensor.DType;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One thread's matrix products: with one row as in decoding, a few as in verifying drafts, a block
/// as in reading a prompt. A product of `rows` is `2 * rows * OUTPUTS * COLUMNS` operations.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PanelBenchmark {
  private static final int OUTPUTS = 1024;
  private static final int COLUMNS = 256;
  private static final int MOST_ROWS = 256;
  private static final long X_STRIDE = (long) COLUMNS * Float.BYTES;
  private static final long Y_STRIDE = (long) OUTPUTS * Float.BYTES;

  /// How weights are stored.
  @Param({
    "F32", "BF16", "F16", "F8_E4M3", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K",
    "IQ4_XS"
  })
  public String dtype = "F32";

  /// What computes: `vector` or `machine`.
  @Param({"vector", "machine"})
  public String by = "vector";

  /// How exact products are.
  @Param({"FAST"})
  public String precision = "FAST";

  /// Rows of activations.
  @Param({"1", "2", "4", "64", "256"})
  public int rows = 1;

  private final Arena arena = Arena.ofShared();
  private final RandomNumbers random = RandomNumbers.ofSeed(1);
  private Kernels kernels = new VectorKernels(arena);
  private final RowView x =
      new RowView(random.floats(arena, (long) MOST_ROWS * COLUMNS), 0, X_STRIDE);
  private final RowView y =
      new RowView(random.floats(arena, (long) MOST_ROWS * OUTPUTS), 0, Y_STRIDE);
  private PackedMatrix matrix = pack();

  private PackedMatrix pack() {
    return PackedMatrix.of(
        random.matrix(arena, DType.valueOf(dtype), OUTPUTS, COLUMNS),
        Precision.valueOf(precision),
        arena);
  }

  /// Packs weights of the type asked for.
  @Setup
  public void setUp() {
    matrix = pack();
    if (by.equals("machine")) {
      kernels = new MachineKernels(new VectorKernels(arena), arena);
    }
  }

  /// Multiplies all panels.
  @Benchmark
  public void product() {
    kernels.multiply(matrix, 0, matrix.panels(), x, y, 0, rows);
  }

  /// Frees the memory.
  @TearDown
  public void tearDown() {
    arena.close();
  }
}
