package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Speculation;
import dev.gloss.prompts.completion.FirstLine;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.config.Multiline;
import dev.gloss.server.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Fills holes with the completer that answers editors, and compares with what stood there.
///
/// An editor chooses no mode and is shown less: here single-line holes are completed in line mode
/// and the first line counts; blocks in block mode. Nothing is held back, so that every case has a
/// prediction; whether an editor would be shown it is counted apart.
public final class FimEvaluation {
  private static final String SINGLE_LINE = "single-line";

  private final MeteredEngine engine;
  private final HoleFiller filler;
  private final Settings.Completion settings;
  private final @Nullable IndexedProjects project;

  /// @param engine fills the holes
  /// @param ngramWeight share of the document's own n-grams, in `[0, 1)`; null for what suits the
  ///   model
  /// @param speculation who drafts
  /// @param settings of the prompts; how much is written is each case's own
  /// @param project the code around the cases; null for their own files alone
  public FimEvaluation(
      Engine engine,
      @Nullable Double ngramWeight,
      Speculation speculation,
      Settings.Completion settings,
      @Nullable IndexedProjects project) {
    this.engine = new MeteredEngine(engine, speculation, ngramWeight);
    this.filler = new HoleFiller(this.engine);
    this.settings = settings;
    this.project = project;
  }

  /// One case's outcome.
  private record Outcome(
      FimCase fim,
      boolean exact,
      double similarity,
      boolean firstLine,
      boolean shown,
      double millis) {}

  /// Fills in order whatever has no prediction yet.
  ///
  /// @param cases at least one
  /// @param log predictions of an earlier run, and where new ones go
  /// @throws CaseFileException if a prediction of an earlier run is not one of this evaluation
  public FimReport run(List<FimCase> cases, RunLog<Prediction> log) {
    List<Outcome> outcomes = new ArrayList<>();
    for (FimCase fim : cases) {
      Prediction prediction =
          log.find(fim.id(), known -> known.shown() != null && known.ms() != null).orElse(null);
      if (prediction == null) {
        prediction = predict(fim);
        log.add(prediction);
      }
      outcomes.add(judge(fim, prediction));
    }
    return report(outcomes);
  }

  private Prediction predict(FimCase fim) {
    long start = System.nanoTime();
    Completion completion = complete(fim);
    double millis = (System.nanoTime() - start) / 1e6;
    return new Prediction(fim.id(), completion.text(), completion.isShown(), null, millis);
  }

  private Completion complete(FimCase fim) {
    Multiline multiline = fim.isSingleLine() ? Multiline.LINE : Multiline.BLOCK;
    Settings.Completion wish = settings.withMultiline(multiline);
    if (project == null) {
      return filler.fill(fim.id() + ".java", "java", fim.prefix(), fim.suffix(), wish);
    }
    CompletionQuery query =
        new CompletionQuery(
            project.file(fim).toUri().toString(),
            "java",
            fim.prefix() + fim.suffix(),
            fim.prefix().length(),
            true);
    return filler.study(query.with(project.of(fim)), wish).completion();
  }

  private static Outcome judge(FimCase fim, Prediction prediction) {
    String text = prediction.prediction();
    String want = fim.middle().strip();
    String got = fim.isSingleLine() ? FirstLine.of(text) : text.strip();
    return new Outcome(
        fim,
        got.equals(want),
        EditSimilarity.of(got, want),
        FirstLine.of(got).equals(FirstLine.of(want)),
        Boolean.TRUE.equals(prediction.shown()),
        Objects.requireNonNullElse(prediction.ms(), 0.0));
  }

  private FimReport report(List<Outcome> outcomes) {
    Map<String, List<Outcome>> byKind = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      byKind.computeIfAbsent(outcome.fim().kind(), _ -> new ArrayList<>()).add(outcome);
      if (outcome.fim().isSingleLine()) {
        byKind.computeIfAbsent(SINGLE_LINE, _ -> new ArrayList<>()).add(outcome);
      }
    }
    Map<String, FimReport.Kind> kinds = new LinkedHashMap<>();
    byKind.forEach((kind, of) -> kinds.put(kind, kind(of)));
    FimReport.Kind headline = kind(byKind.getOrDefault(SINGLE_LINE, outcomes));
    double[] millis = outcomes.stream().mapToDouble(Outcome::millis).toArray();
    return new FimReport(
        outcomes.size(),
        headline.exactMatch().mean(),
        headline.editSimilarity().mean(),
        kinds,
        Percentile.of(millis, 0.5),
        Percentile.of(millis, 0.95),
        engine.acceptance());
  }

  private static FimReport.Kind kind(List<Outcome> outcomes) {
    return new FimReport.Kind(
        outcomes.size(),
        share(outcomes, o -> o.exact() ? 1 : 0),
        share(outcomes, Outcome::similarity),
        share(outcomes, o -> o.firstLine() ? 1 : 0),
        share(outcomes, o -> o.shown() ? 1 : 0),
        outcomes.stream().anyMatch(Outcome::shown)
            ? share(outcomes.stream().filter(Outcome::shown).toList(), o -> o.exact() ? 1 : 0)
            : null);
  }

  private static Interval share(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return Interval.ofMean(outcomes.stream().mapToDouble(value).toArray()).percent();
  }
}
