package dev.gloss.server.cli;

import dev.gloss.inference.Speculation;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss bench drafts`: what it gains when tokens are drafted ahead.
@Command(
    name = "drafts",
    description = {
      "Measure what drafting gains: the same texts written without and with drafts, by turns;"
          + " texts",
      "that repeat, that repeat with another name, and that do not repeat."
    })
final class BenchDraftsCommand implements Callable<Integer> {
  private static final String ROUNDS = "5";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private SpeculationOptions speculation = new SpeculationOptions();

  @Option(
      names = "--max-tokens",
      defaultValue = "128",
      paramLabel = "N",
      description = "Tokens to write (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--rounds",
      defaultValue = ROUNDS,
      paramLabel = "N",
      description = "How often each text is written in both ways (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    if (maxTokens < 2 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --max-tokens >= 2 and --rounds >= 1, got %d and %d"
              .formatted(maxTokens, rounds));
    }
    Speculation drafting = speculation.speculation(Speculation.AUTO, options);
    try (OpenModel model = options.open()) {
      DraftBench.Result result = new DraftBench(model.engine(), drafting, maxTokens, rounds).run();
      common.print(result, DraftBench.text(result));
    }
    return 0;
  }
}
