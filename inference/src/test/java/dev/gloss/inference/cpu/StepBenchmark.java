package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.synthetic.ModelShape;
import dev.gloss.inference.synthetic.SyntheticModel;
import dev.gloss.inference.synthetic.WeightTypes;
import java.util.Arrays;
import java.util.List;
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

/// Whole steps of models of random weights.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {
  private static final int DEPTH = 500;
  private static final int PROMPT = 256;

  /// A shape.
  @Param({"gloss-nano", "gloss-small"})
  public String shape = "gloss-nano";

  /// Threads that compute.
  @Param({"1", "2"})
  public int threads = 1;

  private final int[] tokens = new int[1024];
  private final int[] pages = new int[32];
  private SyntheticModel model = model();
  private CpuBackend backend = open();

  private SyntheticModel model() {
    return SyntheticModel.of(ModelShape.named(shape), WeightTypes.named("F8_E4M3"));
  }

  private CpuBackend open() {
    return CpuBackend.open(model, new CpuOptions(threads, 1024, KernelChoice.VECTOR));
  }

  /// Opens the model asked for and fills its cache.
  @Setup
  public void setUp() {
    tearDown();
    model = model();
    backend = open();
    Arrays.setAll(pages, i -> i);
    Arrays.setAll(tokens, i -> (i * 7919 + i * i) % model.config().vocabSize());
    for (int start = 0; start < DEPTH; start += PROMPT) {
      backend.step(List.of(new Slice(tokens, start, PROMPT, pages, 0)));
    }
  }

  /// One token at a depth of 500.
  @Benchmark
  public Object decode() {
    return backend.step(List.of(new Slice(tokens, DEPTH, 1, pages, 1)));
  }

  /// One token with a draft verified, and the next draft made.
  @Benchmark
  public Object verifyAndDraft() {
    backend.step(List.of(new Slice(tokens, DEPTH, 2, pages, 2)));
    return backend.draft(List.of(new DraftSlice(0, 2, tokens, pages, true)));
  }

  /// A piece of a prompt of 256 tokens, those before it cached.
  @Benchmark
  public Object prefill() {
    return backend.step(List.of(new Slice(tokens, PROMPT, PROMPT, pages, 1)));
  }

  /// Frees the memory.
  @TearDown
  public void tearDown() {
    backend.close();
    model.close();
  }
}
