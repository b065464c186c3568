package dev.gloss.server.cli;

import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.cli.BenchResult.Decode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures an engine, and the machine beside it.
///
/// Prompts are random tokens, so that nothing is found in the cache and nothing can be guessed;
/// drafts are off where nothing else is said, and the code is compiled before. They are read as
/// those of completions are. Each figure is the best of some rounds, in which everything is
/// measured once: what the machine can do when it is left alone.
final class BenchRun {
  private final LocalEngine engine;
  private final double openSeconds;
  private final int promptTokens;
  private final int maxTokens;
  private final int rounds;
  private final int[] depths;
  private final MachineLimits.@Nullable Passes machine;
  private final SplittableRandom random = new SplittableRandom(1);

  /// @param openSeconds what it took to open the engine
  /// @param promptTokens tokens to read
  /// @param depth tokens in the cache when writing starts, beside depth 0
  /// @param maxTokens tokens to write
  /// @param rounds the best of which counts
  /// @param machine is measured, too; null for nothing
  BenchRun(
      LocalEngine engine,
      double openSeconds,
      int promptTokens,
      int depth,
      int maxTokens,
      int rounds,
      MachineLimits.@Nullable Passes machine) {
    this.engine = engine;
    this.openSeconds = openSeconds;
    this.promptTokens = promptTokens;
    this.maxTokens = maxTokens;
    this.rounds = rounds;
    this.depths = IntStream.of(0, depth).distinct().toArray();
    this.machine = machine;
  }

  BenchResult measure() throws IOException {
    engine.warmUp().join();
    engine.settled().join();
    double prefill = 0;
    double[] rates = new double[depths.length];
    double draftedNanos = Double.POSITIVE_INFINITY;
    PartTimes reading = new PartTimes();
    List<PartTimes> writing = Arrays.stream(depths).mapToObj(_ -> new PartTimes()).toList();
    for (int round = 0; round < rounds; round++) {
      if (machine != null) {
        machine.run();
      }
      prefill =
          Math.max(
              prefill,
              prefillRate(run(promptTokens, 1, Speculation.OFF, reading, new PartTimes())));
      for (int i = 0; i < depths.length; i++) {
        GenerationStats stats =
            run(
                Math.max(depths[i], 1),
                maxTokens,
                Speculation.OFF,
                new PartTimes(),
                writing.get(i));
        double rate = stats.tokensPerSecond();
        rates[i] = Math.max(rates[i], rate);
      }
      if (engine.model().mtpLayers() > 0) {
        draftedNanos = Math.min(draftedNanos, draftedStepNanos());
      }
    }
    MachineLimits limits = machine == null ? null : machine.best();
    List<Decode> decodes =
        IntStream.range(0, depths.length)
            .mapToObj(i -> decode(depths[i], rates[i], writing.get(i).shares(), limits))
            .toList();
    Decode asked = decodes.getLast();
    double gflops = engine.work().prefillOperations(promptTokens) * prefill / promptTokens / 1e9;
    return new BenchResult(
        engine.model().name(),
        openSeconds,
        promptTokens,
        prefill,
        reading.shares(),
        gflops,
        asked.tokensPerSecond(),
        asked.bytesPerToken(),
        asked.gbS(),
        decodes,
        Double.isInfinite(draftedNanos) ? null : draftedNanos * rates[0] / 1e9,
        peakRssBytes(),
        limits,
        limits == null ? null : gflops / limits.floatGflops());
  }

  /// What a step takes that verifies a draft of the module and makes the next one.
  private double draftedStepNanos() {
    GenerationStats stats = run(1, maxTokens, Speculation.MTP, new PartTimes(), new PartTimes());
    return (double) stats.decodeNanos() / stats.targetPasses();
  }

  private Decode decode(
      int depth, double rate, Map<String, Double> parts, @Nullable MachineLimits limits) {
    long cacheBytes = (long) engine.load().cacheBytesPerToken() * (depth + maxTokens / 2);
    long bytes = engine.work().weightBytes() + cacheBytes;
    double gbS = bytes * rate / 1e9;
    double gflops = engine.work().decodeOperations() * rate / 1e9;
    return new Decode(
        depth,
        rate,
        bytes,
        gbS,
        gflops,
        parts,
        limits == null ? null : gbS / limits.readGbS(),
        limits == null ? null : gflops / limits.floatGflops());
  }

  private static double prefillRate(GenerationStats stats) {
    return stats.promptTokens() * 1e9 / stats.prefillNanos();
  }

  /// @param reading gets what went to reading the prompt, `writing` to the tokens after the first
  private GenerationStats run(
      int length, int tokens, Speculation speculation, PartTimes reading, PartTimes writing) {
    int vocabulary = engine.model().vocabularySize();
    List<Integer> ids =
        Arrays.stream(random.ints(length, 0, vocabulary).toArray()).boxed().toList();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(new Prompt.Ids(ids)), tokens)
            .withPriority(Priority.COMPLETION)
            .withSpeculation(speculation)
            .withIgnoreEos(true);
    Map<StepPart, Duration> begin = engine.times();
    // By the thread that runs the steps, between two of them.
    AtomicReference<@Nullable Map<StepPart, Duration>> first = new AtomicReference<>();
    AtomicReference<Map<StepPart, Duration>> end = new AtomicReference<>(begin);
    GenerationEvent last =
        engine
            .generate(
                request,
                event -> {
                  if (event instanceof GenerationEvent.Token) {
                    end.set(engine.times());
                    first.compareAndSet(null, end.get());
                  }
                })
            .completion()
            .join();
    if (last instanceof Finished finished) {
      Map<StepPart, Duration> middle = Objects.requireNonNullElse(first.get(), begin);
      reading.add(begin, middle, finished.stats().prefillNanos());
      writing.add(middle, end.get(), finished.stats().decodeNanos());
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
