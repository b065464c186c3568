package dev.gloss.server.cli;

import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss bench`: how fast a model runs here, or one of random weights in a shape.
@Command(
    name = "bench",
    description = "Measure how fast a model reads and writes on this machine.",
    subcommands = {
      BenchMachineCommand.class,
      BenchProductsCommand.class,
      BenchDraftsCommand.class,
      BenchIndexCommand.class
    })
final class BenchCommand implements Callable<Integer> {
  private static final int LEAST_CONTEXT = 64;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private ShapeOptions shape = new ShapeOptions();

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
      description = {
        "Tokens already in the cache when writing starts, measured beside depth 0",
        "(default: ${DEFAULT-VALUE})."
      })
  private int depth;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Measure N times and tell the best (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--max-tokens",
      defaultValue = "64",
      paramLabel = "N",
      description = "Tokens to write (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--roofline",
      description = {
        "Measure in the same rounds what the machine can do at most, and tell which share of it",
        "is reached; always with --shape."
      })
  private boolean roofline;

  @Override
  public Integer call() throws IOException {
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds must be at least 1, got " + rounds);
    }
    if (promptTokens < 1 || depth < 0 || maxTokens < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --prompt-tokens >= 1, --depth >= 0 and --max-tokens >= 2, got %d, %d and %d"
              .formatted(promptTokens, depth, maxTokens));
    }
    if (shape.isNamed() && options.isModelNamed()) {
      throw new ParameterException(
          spec.commandLine(), "expected either --model or --shape, found both");
    }
    // Taken before the model, which may take all that is left.
    if (!roofline && !shape.isNamed()) {
      return measure(null);
    }
    try (MachineLimits.Passes machine =
        new MachineLimits.Passes(options.engineOptions().threads())) {
      return measure(machine);
    }
  }

  private int measure(MachineLimits.@Nullable Passes machine) throws IOException {
    long start = System.nanoTime();
    try (LocalEngine engine = open()) {
      double openSeconds = (System.nanoTime() - start) / 1e9;
      int context = engine.model().contextLength();
      if (wanted() > context) {
        throw new ParameterException(
            spec.commandLine(),
            "%d tokens are wanted, the context has %d: lower --prompt-tokens, --depth or --max-tokens"
                .formatted(wanted(), context));
      }
      BenchResult result =
          new BenchRun(engine, openSeconds, promptTokens, depth, maxTokens, rounds, machine)
              .measure();
      common.print(result, result.text());
    }
    return 0;
  }

  private int wanted() {
    return Math.max(promptTokens + 1, Math.max(depth, 1) + maxTokens);
  }

  private LocalEngine open() {
    if (!shape.isNamed()) {
      return options.open().engine();
    }
    EngineOptions engine = options.engineOptions();
    return shape.open(
        engine.contextTokens() > 0
            ? engine
            : engine.withContextTokens(Math.max(wanted(), LEAST_CONTEXT)));
  }
}
