package dev.gloss.server.cli;

import dev.gloss.inference.Sampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// How tokens are drawn: greedily unless one of these is given.
final class SamplingOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the logits; 0 is greedy.")
  private @Nullable Double temperature;

  @Option(names = "--top-k", paramLabel = "K", description = "Keep the K most probable tokens.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Keep the most probable tokens that add up to P.")
  private @Nullable Double topP;

  @Option(names = "--seed", paramLabel = "S", description = "Repeats a draw.")
  private @Nullable Long seed;

  /// The settings.
  ///
  /// @throws ParameterException if a value is out of range
  Sampling sampling() {
    if (temperature == null && topK == null && topP == null && seed == null) {
      return Sampling.GREEDY;
    }
    try {
      return new Sampling(
          temperature == null ? 1 : temperature,
          topK == null ? 0 : topK,
          topP == null ? 1 : topP,
          seed == null ? 0 : seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
