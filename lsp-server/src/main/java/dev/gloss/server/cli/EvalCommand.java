package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Speculation;
import dev.gloss.server.config.Settings;
import dev.gloss.server.eval.CaseFile;
import dev.gloss.server.eval.ExplainEvaluation;
import dev.gloss.server.eval.ExplainReport;
import dev.gloss.server.eval.FimCase;
import dev.gloss.server.eval.FimEvaluation;
import dev.gloss.server.eval.FimReport;
import dev.gloss.server.eval.Interval;
import dev.gloss.server.eval.SummaryCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss eval`: how good a model is.
@Command(name = "eval", description = "Measure a model on cases with known answers.")
final class EvalCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected 'eval fim' or 'eval explain'");
  }

  /// Which cases, how many of them, and where predictions go.
  private static final class CaseOptions {
    @Option(
        names = "--cases",
        required = true,
        paramLabel = "F.jsonl",
        description = "The cases, one JSON object a line.")
    private Path cases = Path.of("");

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "Take N cases, evenly spread over the file.")
    private int limit = Integer.MAX_VALUE;

    @Option(
        names = "--predictions",
        paramLabel = "OUT.jsonl",
        description = "Write {\"id\",\"prediction\"} lines there.")
    private @Nullable Path predictions;

    <T> List<T> read(Class<T> type) {
      if (limit < 1) {
        throw new IllegalArgumentException("--limit must be at least 1, got " + limit);
      }
      return CaseFile.spread(CaseFile.read(cases, type), limit);
    }

    PredictionFile predictions() throws IOException {
      return PredictionFile.open(predictions);
    }
  }

  /// `gloss eval fim`.
  @Command(name = "fim", description = "Fill holes in code and compare with what stood there.")
  int fim(
      @Mixin CommonOptions common,
      @Mixin RunOptions options,
      @Mixin CaseOptions cases,
      @Option(
              names = "--ngram-weight",
              paramLabel = "W",
              description =
                  "Share of the file's own n-grams, 0 for none; as in the editor by default.")
          @Nullable Double ngramWeight,
      @Mixin SpeculationOptions speculation)
      throws IOException {
    List<FimCase> holes = cases.read(FimCase.class);
    double weight =
        ngramWeight == null ? Settings.DEFAULTS.completion().ngramWeight() : ngramWeight;
    Speculation drafting = speculation.speculation(Speculation.AUTO);
    try (OpenModel model = options.open();
        PredictionFile predictions = cases.predictions()) {
      Engine engine = model.engine();
      FimReport report = new FimEvaluation(engine, weight, drafting).run(holes, predictions::write);
      common.print(report, text(report));
    }
    return 0;
  }

  /// `gloss eval explain`.
  @Command(name = "explain", description = "Explain methods and compare with their Javadoc.")
  int explain(@Mixin CommonOptions common, @Mixin RunOptions options, @Mixin CaseOptions cases)
      throws IOException, InterruptedException {
    List<SummaryCase> methods = cases.read(SummaryCase.class);
    try (OpenModel model = options.open();
        PredictionFile predictions = cases.predictions()) {
      ExplainReport report =
          new ExplainEvaluation(model.engine(), model.requiredDialogue())
              .run(methods, predictions::write);
      common.print(report, text(report));
    }
    return 0;
  }

  private static String text(FimReport report) {
    String kinds =
        report.byKind().entrySet().stream()
            .map(
                kind ->
                    "%-12s n=%5d  EM %s  ES %s  first line EM %s  shown %s, of these exact %s"
                        .formatted(
                            kind.getKey(),
                            kind.getValue().cases(),
                            text(kind.getValue().exactMatch()),
                            text(kind.getValue().editSimilarity()),
                            text(kind.getValue().firstLineExactMatch()),
                            text(kind.getValue().shown()),
                            text(kind.getValue().exactMatchShown())))
            .collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        "%s%np50 %.1f ms, p95 %.1f ms, drafts accepted %.1f %%",
        kinds,
        report.p50Ms(),
        report.p95Ms(),
        100 * report.acceptance());
  }

  private static String text(ExplainReport report) {
    return "one thought and one answer %s, BLEU-4 %s, ROUGE-L %s, n=%d"
        .formatted(
            text(report.intervals().formatConsistency()),
            text(report.intervals().bleu4()),
            text(report.intervals().rougeL()),
            report.cases());
  }

  private static String text(@Nullable Interval interval) {
    if (interval == null) {
      return "-";
    }
    return String.format(
        Locale.ROOT, "%.1f (%.1f-%.1f)", interval.mean(), interval.low(), interval.high());
  }
}
