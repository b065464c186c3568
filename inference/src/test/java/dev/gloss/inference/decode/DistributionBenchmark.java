package dev.gloss.inference.decode;

import dev.gloss.inference.Sampling;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What choosing a token costs over the vocabulary of Qwen2.5-Coder, in microseconds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DistributionBenchmark {
  private static final int VOCABULARY = 151_936;
  private static final int[] TOKENS = new int[1];

  private final MemorySegment row = MemorySegment.ofArray(logits());
  private final float[] copy = logits();
  private final Distribution distribution = new Distribution(VOCABULARY);
  private final ExponentialSum sum = new ExponentialSum();

  private static float[] logits() {
    float[] logits = new float[VOCABULARY];
    Random random = new Random(1);
    for (int i = 0; i < VOCABULARY; i++) {
      logits[i] = (float) (2.5 * random.nextGaussian());
    }
    logits[90_000] = 21;
    logits[80_000] = 19;
    return logits;
  }

  /// A greedy token and its probability, as every token of an answer.
  @Benchmark
  public double greedyWithProbability() {
    distribution.fill(row, TOKENS, 1, List.of(), Sampling.GREEDY);
    return distribution.probability(distribution.best());
  }

  /// The same with four alternatives, as for somebody who watches.
  @Benchmark
  public Object greedyWithAlternatives() {
    distribution.fill(row, TOKENS, 1, List.of(), Sampling.GREEDY);
    return distribution.top(4);
  }

  /// A token drawn with a temperature.
  @Benchmark
  public int drawn() {
    distribution.fill(row, TOKENS, 1, List.of(), new Sampling(0.8, 0, 1, 1));
    return distribution.draw(1, 1);
  }

  /// The sum of exponentials by polynomials.
  @Benchmark
  public double sumOfExponentials() {
    return sum.of(copy, 21);
  }

  /// The sum of exponentials by [Math#exp].
  @Benchmark
  public double sumByMathExp() {
    double total = 0;
    for (float logit : copy) {
      total += Math.exp(logit - 21.0);
    }
    return total;
  }
}
