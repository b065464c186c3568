package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.cpu.vector.VectorKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One thread's attention of one row over one chunk of keys, in the shape of the embedded model.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class AttentionBenchmark {
  private static final int KEYS = AttentionBuffers.CHUNK_TOKENS;
  private static final int RANK = 64;
  private static final int WIDTH = 80;
  private static final int LANES = Kernels.HEAD_LANES;
  private static final long KEY_BYTES = (long) WIDTH * Float.BYTES;

  /// Attention heads.
  @Param({"4", "8", "16"})
  public int heads = 4;

  private final Arena arena = Arena.ofShared();
  private final RandomNumbers random = RandomNumbers.ofSeed(1);
  private final Kernels kernels = new VectorKernels(arena);
  private final MemorySegment query = random.floats(arena, (long) WIDTH * LANES);
  private final MemorySegment cache = random.floats(arena, (long) WIDTH * KEYS + LANES);
  private final MemorySegment scores = random.floats(arena, (long) KEYS * LANES);
  private final MemorySegment statistics = random.floats(arena, 2L * LANES);
  private final MemorySegment out = random.floats(arena, (long) LANES * RANK);

  /// Scores all keys.
  @Benchmark
  public void scores() {
    kernels.scores(query, 0, heads, LANES, WIDTH, cache, 0, KEY_BYTES, KEYS, scores, 0);
  }

  /// Turns scores into exponentials, again and again the same ones.
  @Benchmark
  public void softmax() {
    kernels.softmax(scores, 0, heads, LANES, KEYS, statistics, 0);
  }

  /// Adds up the values of all keys.
  @Benchmark
  public void values() {
    long headBytes = (long) RANK * Float.BYTES;
    kernels.addValues(scores, 0, heads, LANES, cache, 0, KEY_BYTES, KEYS, RANK, out, 0, headBytes);
  }

  /// Frees the memory.
  @TearDown
  public void tearDown() {
    arena.close();
  }
}
