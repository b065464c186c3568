package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gloss.inference.engine.LocalEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gloss logits`: the numbers behind the next token.
@Command(name = "logits", description = "Print the logits after the given tokens.")
final class LogitsCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();

  @Option(
      names = "--ids",
      required = true,
      paramLabel = "1,2,3",
      converter = IdList.Converter.class,
      description = "The tokens; no beginning-of-sentence token is added.")
  private IdList ids = new IdList();

  @Option(names = "--all", description = "Logits of every position instead of the last one.")
  private boolean all;

  @Option(
      names = "--mtp",
      paramLabel = "NEXT_IDS",
      converter = IdList.Converter.class,
      description =
          "For each position the token after it: adds the logits of the Multi-Token Prediction"
              + " module at the last one.")
  private @Nullable IdList next;

  @Option(
      names = "--nll",
      description = "Add the negative log-likelihood of each token after the first, in nats.")
  private boolean nll;

  /// What is printed as JSON.
  ///
  /// @param logits a list of numbers, or with `--all` a list of such lists
  /// @param mtpLogits of the Multi-Token Prediction module, absent unless asked for
  /// @param nll of each token after the first, absent unless asked for
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(Object logits, float @Nullable [] mtpLogits, double @Nullable [] nll) {}

  @Override
  public Integer call() {
    try (OpenModel model = engine.open()) {
      LocalEngine opened = model.engine();
      List<float[]> logits = opened.logits(ids.ids(), all);
      float[] mtpLogits = next == null ? null : opened.mtpLogits(ids.ids(), next.ids());
      Object shown = all ? logits : logits.getFirst();
      double[] surprise = nll ? opened.negativeLogLikelihoods(ids.ids()) : null;
      common.print(
          new Result(shown, mtpLogits, surprise), text(logits, mtpLogits) + text(surprise));
    }
    return 0;
  }

  private static String text(List<float[]> logits, float @Nullable [] mtpLogits) {
    String main = logits.stream().map(LogitsCommand::best).collect(Collectors.joining("\n"));
    return mtpLogits == null ? main : main + "\nmtp: " + best(mtpLogits);
  }

  private static String text(double @Nullable [] nll) {
    return nll == null
        ? ""
        : String.format(
            Locale.ROOT,
            "\nnll: %s%nmean %.4f",
            Arrays.stream(nll)
                .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(" ")),
            Arrays.stream(nll).average().orElse(0));
  }

  private static String best(float[] row) {
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(Comparator.comparingDouble(id -> -row[id]))
        .limit(SHOWN)
        .map(id -> String.format(Locale.ROOT, "%d: %.4f", id, row[id]))
        .collect(Collectors.joining("  "));
  }
}
