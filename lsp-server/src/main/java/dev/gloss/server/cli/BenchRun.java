package dev.gloss.server.cli;

import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.cli.BenchResult.Decode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures an engine, and the machine beside it.
///
/// Prompts are random tokens, so that nothing is found in the cache and nothing can be guessed;
/// drafts are off, and the code is compiled before. Each figure is the best of some rounds, in
/// which everything is measured once: what the machine can do when it is left alone.
final class BenchRun {
  private static final int ROUNDS = 5;

  private final LocalEngine engine;
  private final int promptTokens;
  private final int maxTokens;
  private final int[] depths;
  private final MachineLimits.@Nullable Passes machine;
  private final SplittableRandom random = new SplittableRandom(1);

  /// @param promptTokens tokens to read
  /// @param depth tokens in the cache when writing starts, beside depth 0
  /// @param maxTokens tokens to write
  /// @param machine is measured, too; null for nothing
  BenchRun(
      LocalEngine engine,
      int promptTokens,
      int depth,
      int maxTokens,
      MachineLimits.@Nullable Passes machine) {
    this.engine = engine;
    this.promptTokens = promptTokens;
    this.maxTokens = maxTokens;
    this.depths = IntStream.of(0, depth).distinct().toArray();
    this.machine = machine;
  }

  BenchResult measure() throws IOException {
    engine.warmUp().join();
    double prefill = 0;
    double[] rates = new double[depths.length];
    for (int round = 0; round < ROUNDS; round++) {
      if (machine != null) {
        machine.run();
      }
      prefill = Math.max(prefill, prefillRate(run(promptTokens, 1)));
      for (int i = 0; i < depths.length; i++) {
        double rate = run(Math.max(depths[i], 1), maxTokens).tokensPerSecond();
        rates[i] = Math.max(rates[i], rate);
      }
    }
    MachineLimits limits = machine == null ? null : machine.best();
    List<Decode> decodes =
        IntStream.range(0, depths.length)
            .mapToObj(i -> decode(depths[i], rates[i], limits))
            .toList();
    Decode asked = decodes.getLast();
    double gflops = engine.work().prefillOperations(promptTokens) * prefill / promptTokens / 1e9;
    return new BenchResult(
        engine.model().name(),
        promptTokens,
        prefill,
        gflops,
        asked.tokensPerSecond(),
        asked.bytesPerToken(),
        asked.gbS(),
        decodes,
        peakRssBytes(),
        limits,
        limits == null ? null : gflops / limits.floatGflops());
  }

  private Decode decode(int depth, double rate, @Nullable MachineLimits limits) {
    long cacheBytes = engine.model().kvBytesPerToken() * (depth + maxTokens / 2);
    long bytes = engine.work().weightBytes() + cacheBytes;
    double gbS = bytes * rate / 1e9;
    double gflops = engine.work().decodeOperations() * rate / 1e9;
    return new Decode(
        depth,
        rate,
        bytes,
        gbS,
        gflops,
        limits == null ? null : gbS / limits.readGbS(),
        limits == null ? null : gflops / limits.floatGflops());
  }

  private static double prefillRate(GenerationStats stats) {
    return stats.promptTokens() * 1e9 / stats.prefillNanos();
  }

  private GenerationStats run(int length, int tokens) {
    int vocabulary = engine.model().vocabularySize();
    List<Integer> ids =
        Arrays.stream(random.ints(length, 0, vocabulary).toArray()).boxed().toList();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(new Prompt.Ids(ids)), tokens)
            .withSpeculation(Speculation.OFF)
            .withIgnoreEos(true);
    GenerationEvent last = engine.generate(request, _ -> {}).completion().join();
    if (last instanceof Finished finished) {
      return finished.stats();
    }
    throw new IllegalStateException("the engine failed: " + last);
  }

  private static @Nullable Long peakRssBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return null;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(null);
  }
}
