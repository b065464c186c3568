package dev.gloss.server.cli;

import dev.gloss.inference.Speculation;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.config.Settings;
import dev.gloss.server.eval.CaseFile;
import dev.gloss.server.eval.ExplainEvaluation;
import dev.gloss.server.eval.ExplainReport;
import dev.gloss.server.eval.FimCase;
import dev.gloss.server.eval.FimEvaluation;
import dev.gloss.server.eval.FimReport;
import dev.gloss.server.eval.IndexedProjects;
import dev.gloss.server.eval.Interval;
import dev.gloss.server.eval.Prediction;
import dev.gloss.server.eval.PromptCase;
import dev.gloss.server.eval.PromptEvaluation;
import dev.gloss.server.eval.PromptReport;
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
@Command(
    name = "eval",
    description = "Measure a model on cases with known answers.",
    subcommands = {
      EvalTypingCommand.class,
      EvalGateCommand.class,
      EvalContextCommand.class,
      EvalHoverCommand.class,
      EvalNamesCommand.class
    })
final class EvalCommand implements Runnable {
  /// Most tokens of a line that a given prompt asks for.
  private static final int LINE_TOKENS = 96;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected 'eval fim', 'eval explain', 'eval typing', 'eval gate', 'eval context', 'eval"
            + " hover' or 'eval names'");
  }

  /// Which cases, and how many of them.
  private static final class CaseOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
        names = "--cases",
        paramLabel = "F.jsonl",
        description = "The cases, one JSON object a line.")
    private @Nullable Path cases;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "Take N cases, evenly spread over the file.")
    private int limit = Integer.MAX_VALUE;

    <T> List<T> read(Class<T> type) {
      if (cases == null) {
        throw new ParameterException(command.commandLine(), "expected --cases F.jsonl");
      }
      return read(cases, type);
    }

    <T> List<T> read(Path file, Class<T> type) {
      if (limit < 1) {
        throw new IllegalArgumentException("--limit must be at least 1, got " + limit);
      }
      return CaseFile.spread(CaseFile.read(file, type), limit);
    }

    boolean hasCases() {
      return cases != null;
    }
  }

  /// `gloss eval fim`.
  @Command(name = "fim", description = "Fill holes in code and compare with what stood there.")
  int fim(
      @Mixin CommonOptions common,
      @Mixin RunOptions options,
      @Mixin CaseOptions cases,
      @Mixin PredictionOptions kept,
      @Option(
              names = "--ngram-weight",
              paramLabel = "W",
              description =
                  "Share of the file's own n-grams, 0 for none; what suits the model by default.")
          @Nullable Double ngramWeight,
      @Option(
              names = "--fim-form",
              paramLabel = "FORM",
              description =
                  "Form of the prompt: psm, spm, swapped or prefix; by default the one that"
                      + " 'gloss models calibrate' found, or else the family's usual one.")
          @Nullable FimForm form,
      @Option(
              names = "--prompt-tokens",
              paramLabel = "N",
              description =
                  "Tokens of a case that the model reads at most, as the setting"
                      + " completion.promptTokens has it.")
          @Nullable Integer promptTokens,
      @Option(
              names = "--project",
              paramLabel = "FOLDER",
              description =
                  "The files around those of the cases (fields path, and library where FOLDER has a"
                      + " folder for each), from which similar code goes into the prompts.")
          @Nullable Path project,
      @Option(
              names = "--prompts",
              paramLabel = "F.jsonl",
              description =
                  "Instead of --cases: prompts to send exactly as they stand (fields id, prompt,"
                      + " middle, and answer, another engine's line to compare with).")
          @Nullable Path prompts,
      @Mixin SpeculationOptions speculation)
      throws IOException {
    if (prompts != null) {
      if (form != null || ngramWeight != null || promptTokens != null || project != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--fim-form, --ngram-weight, --prompt-tokens and --project go with --cases; --prompts"
                + " are sent as they stand");
      }
      return prompts(common, options, cases, kept, prompts);
    }
    List<FimCase> holes = cases.read(FimCase.class);
    Speculation drafting = speculation.speculation(Speculation.AUTO, options);
    List<Prediction> known = kept.known(Prediction.class);
    try (OpenModel model = options.open();
        PredictionFile predictions = kept.open();
        IndexedProjects code =
            project == null ? null : new IndexedProjects(project, path -> true)) {
      Settings.Completion settings =
          Settings.DEFAULTS.completion().withFim(form == null ? model.measured().form() : form);
      if (promptTokens != null) {
        settings = settings.withPromptTokens(promptTokens);
      }
      FimReport report =
          new FimEvaluation(model.engine(), ngramWeight, drafting, settings, code)
              .run(holes, kept.log(known, Prediction::id, predictions, "cases", holes.size()));
      common.print(report, text(report));
    }
    return 0;
  }

  private int prompts(
      CommonOptions common,
      RunOptions options,
      CaseOptions cases,
      PredictionOptions kept,
      Path prompts)
      throws IOException {
    if (cases.hasCases()) {
      throw new ParameterException(spec.commandLine(), "expected --cases or --prompts, got both");
    }
    List<PromptCase> asked = cases.read(prompts, PromptCase.class);
    List<Prediction> known = kept.known(Prediction.class);
    try (OpenModel model = options.open();
        PredictionFile predictions = kept.open()) {
      PromptReport report =
          new PromptEvaluation(model.engine(), LINE_TOKENS)
              .run(asked, kept.log(known, Prediction::id, predictions, "cases", asked.size()));
      common.print(report, text(report));
    }
    return 0;
  }

  /// `gloss eval explain`.
  @Command(name = "explain", description = "Explain methods and compare with their Javadoc.")
  int explain(
      @Mixin CommonOptions common,
      @Mixin RunOptions options,
      @Mixin CaseOptions cases,
      @Mixin PredictionOptions kept)
      throws IOException, InterruptedException {
    List<SummaryCase> methods = cases.read(SummaryCase.class);
    List<Prediction> known = kept.known(Prediction.class);
    try (OpenModel model = options.open();
        PredictionFile predictions = kept.open()) {
      ExplainReport report =
          new ExplainEvaluation(model.engine(), model.requiredDialogue())
              .run(methods, kept.log(known, Prediction::id, predictions, "cases", methods.size()));
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

  private static String text(PromptReport report) {
    return "EM %s  ES %s  n=%d; %d compared: same answer %s, the other's EM %s, difference %s"
        .formatted(
            text(report.exactMatch()),
            text(report.editSimilarity()),
            report.cases(),
            report.compared(),
            text(report.sameAnswer()),
            text(report.answerExactMatch()),
            text(report.exactMatchDifference()));
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
