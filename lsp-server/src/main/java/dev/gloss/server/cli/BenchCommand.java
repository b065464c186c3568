package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.engine.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss bench`: how fast a model runs here.
///
/// Prompts are random tokens, so that nothing is found in the cache and nothing can be guessed;
/// drafts are off. Each figure is the best of some rounds: what the machine can do when it is left
/// alone. Where somebody is to draft, texts are written with and without, see [DraftBench].
@Command(name = "bench", description = "Measure how fast a model reads and writes on this machine.")
final class BenchCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private SpeculationOptions speculation = new SpeculationOptions();

  @Option(
      names = "--prompt-tokens",
      defaultValue = "512",
      paramLabel = "N",
      description = "Tokens to read (default: ${DEFAULT-VALUE}).")
  private int promptTokens;

  @Option(
      names = "--depth",
      defaultValue = "0",
      paramLabel = "D",
      description = "Tokens already in the cache when writing starts (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--max-tokens",
      defaultValue = "64",
      paramLabel = "N",
      description = "Tokens to write (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--rounds",
      defaultValue = "" + ROUNDS,
      paramLabel = "N",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  private final SplittableRandom random = new SplittableRandom(1);

  /// What is printed as JSON.
  ///
  /// @param prefillTokensPerSecond tokens read a second
  /// @param decodeTokensPerSecond tokens written a second, one at a time
  /// @param bytesPerToken bytes of weights and cache that one written token reads
  /// @param bandwidthGbS those bytes times the tokens a second
  /// @param peakRssBytes most memory the process had, null where the system does not tell
  record Result(
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      long bytesPerToken,
      double bandwidthGbS,
      @Nullable Long peakRssBytes) {}

  @Override
  public Integer call() throws IOException {
    if (promptTokens < 1 || depth < 0 || maxTokens < 2 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --prompt-tokens >= 1, --depth >= 0, --max-tokens >= 2 and --rounds >= 1, got"
              + " %d, %d, %d and %d".formatted(promptTokens, depth, maxTokens, rounds));
    }
    Speculation drafting = speculation.speculation(Speculation.AUTO, options);
    try (OpenModel model = options.open()) {
      LocalEngine engine = model.engine();
      if (speculation.isNamed() || options.hasDraftModel()) {
        DraftBench.Result result = new DraftBench(engine, drafting, maxTokens, rounds).run();
        common.print(result, DraftBench.text(result));
        return 0;
      }
      int context = engine.model().contextLength();
      int wanted = Math.max(promptTokens + 1, Math.max(depth, 1) + maxTokens);
      if (wanted > context) {
        throw new ParameterException(
            spec.commandLine(),
            "%d tokens are wanted, the context has %d: lower --prompt-tokens, --depth or --max-tokens"
                .formatted(wanted, context));
      }
      print(measure(engine));
    }
    return 0;
  }

  private Result measure(LocalEngine engine) throws IOException {
    double prefill = 0;
    double decode = 0;
    for (int round = 0; round < rounds; round++) {
      prefill = Math.max(prefill, prefillRate(run(engine, promptTokens, 1)));
      decode = Math.max(decode, run(engine, Math.max(depth, 1), maxTokens).tokensPerSecond());
    }
    long cacheBytes = engine.model().kvBytesPerToken() * (depth + maxTokens / 2);
    long bytes = engine.weightBytesPerToken() + cacheBytes;
    return new Result(prefill, decode, bytes, bytes * decode / 1e9, peakRssBytes());
  }

  private static double prefillRate(GenerationStats stats) {
    return stats.promptTokens() * 1e9 / stats.prefillNanos();
  }

  private GenerationStats run(Engine engine, int length, int tokens) {
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

  private void print(Result result) {
    common.print(
        result,
        String.format(
            Locale.ROOT,
            "reads %,.0f tokens/s (%d at once), writes %,.0f tokens/s (at depth %d), %,d bytes a"
                + " token, %.1f GB/s%s",
            result.prefillTokensPerSecond(),
            promptTokens,
            result.decodeTokensPerSecond(),
            depth,
            result.bytesPerToken(),
            result.bandwidthGbS(),
            result.peakRssBytes() == null
                ? ""
                : String.format(Locale.ROOT, ", peak %,d MiB", result.peakRssBytes() >> 20)));
  }
}
