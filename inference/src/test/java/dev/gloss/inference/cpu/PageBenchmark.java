package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.cpu.vector.VectorPageKernels;
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

/// One thread's attention of a group of queries to one page, for groups as Qwen2.5 (7 and 6),
/// SmolLM (3) and models with a key for every head (1) have them, and for a block of rows (28).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PageBenchmark {
  private static final int PAGE = PageKernels.PAGE_KEYS;
  private static final int CHUNK = AttentionBuffers.CHUNK_TOKENS;
  private static final long SCORE_BYTES = (long) PAGE * Float.BYTES;

  /// Queries.
  @Param({"1", "3", "6", "7", "28"})
  public int queries = 7;

  /// Width of a head.
  @Param({"64", "128"})
  public int headDim = 64;

  private final Arena arena = Arena.ofShared();
  private final RandomNumbers random = RandomNumbers.ofSeed(1);
  private final PageKernels kernels = new VectorPageKernels();
  private final MemorySegment query = random.floats(arena, 28L * 128);
  private final MemorySegment keys = random.floats(arena, 128L * PAGE);
  private final MemorySegment values = random.floats(arena, 128L * PAGE + 32);
  private final MemorySegment scores = random.floats(arena, 28L * PAGE);
  private final MemorySegment chunk = random.floats(arena, CHUNK);
  private final MemorySegment out = random.floats(arena, 28L * 128);

  /// Scores all keys of a page.
  @Benchmark
  public void scores() {
    long queryBytes = (long) headDim * Float.BYTES;
    kernels.scorePage(query, 0, queryBytes, queries, headDim, keys, 0, scores, 0, SCORE_BYTES);
  }

  /// Turns the scores of one query's chunk into exponentials, again and again the same ones.
  @Benchmark
  public void exponentials() {
    kernels.exponentials(chunk, 0, CHUNK, out, 0);
  }

  /// Adds up the values of a page.
  @Benchmark
  public void values() {
    long bytes = (long) headDim * Float.BYTES;
    kernels.addWeighted(
        scores, 0, SCORE_BYTES, queries, values, 0, bytes, PAGE, headDim, out, 0, bytes);
  }

  /// Frees the memory.
  @TearDown
  public void tearDown() {
    arena.close();
  }
}
