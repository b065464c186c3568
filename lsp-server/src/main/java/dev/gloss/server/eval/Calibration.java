package dev.gloss.server.eval;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.Engine;
import dev.gloss.prompts.completion.FirstLine;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.prompts.gate.Gate;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.config.Multiline;
import dev.gloss.server.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Finds the form of a prompt in which a model fills holes best, by having it fill the same holes
/// in each form that it knows, and how true it is what is foretold of its texts in that form. Which
/// form that is differs from file to file, also within a family.
///
/// All forms fill some holes, and the best two of them the others: some hundred fills, which take
/// minutes.
public final class Calibration {
  private static final String HOLES = "calibration.jsonl";

  /// Holes that every form fills; the others are for the best.
  private static final int FIRST_ROUND = 12;

  private static final int FINALISTS = 2;

  /// Enough to tell forms apart, and a large model reads no more in minutes.
  private static final int PROMPT_TOKENS = 512;

  private final FillInTheMiddle fim;
  private final HoleFiller filler;
  private final Gate gate;
  private final List<CalibrationHole> holes;

  /// Over the holes that come with the program.
  public Calibration(Engine engine) {
    this(engine, holes());
  }

  /// Over other holes.
  ///
  /// @param holes at least one
  Calibration(Engine engine, List<CalibrationHole> holes) {
    this.fim = FillInTheMiddle.of(engine.tokenizer(), engine.model().hints());
    this.filler = new HoleFiller(engine);
    this.gate = Gate.of(engine.model().name());
    this.holes = holes;
  }

  /// How far a calibration is.
  ///
  /// @param form that is tried now
  /// @param done fills so far, over all forms
  /// @param total fills in all
  public record Progress(FimForm form, int done, int total) {}

  /// The holes that come with the program, made by `docs/measure/holes.py`.
  public static List<CalibrationHole> holes() {
    try (InputStream in = Calibration.class.getResourceAsStream(HOLES);
        MappingIterator<CalibrationHole> holes =
            new JsonMapper()
                .readerFor(CalibrationHole.class)
                .readValues(Objects.requireNonNull(in, HOLES))) {
      return holes.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Tries all forms.
  ///
  /// @param progress told before each fill
  /// @param cancelled asked before each fill
  /// @throws CancellationException if it was cancelled
  /// @throws dev.gloss.server.assist.AssistException if the engine could not fill a hole
  public CalibrationReport run(Consumer<Progress> progress, BooleanSupplier cancelled) {
    List<Trial> trials =
        Stream.concat(
                Stream.of(fim.usual()), fim.forms().stream().filter(form -> form != fim.usual()))
            .map(Trial::new)
            .toList();
    int first = Math.min(FIRST_ROUND, holes.size());
    int finalists = Math.min(FINALISTS, trials.size());
    Fills fills =
        new Fills(progress, cancelled, first * trials.size() + (holes.size() - first) * finalists);
    fills.run(trials, holes.subList(0, first));
    // Sorting is stable: of equals the usual one comes first.
    List<Trial> best =
        trials.stream().sorted(Comparator.comparingDouble(Trial::value).reversed()).toList();
    fills.run(best.subList(0, finalists), holes.subList(first, holes.size()));
    Trial taken =
        best.stream()
            .limit(finalists)
            .sorted(Comparator.comparing(trial -> trial.form != fim.usual()))
            .max(Comparator.comparingDouble(Trial::value))
            .orElseThrow();
    return new CalibrationReport(
        taken.form, fim.usual(), trials.stream().map(Trial::score).toList(), taken.gate());
  }

  /// Fills, told one by one.
  private static final class Fills {
    private final Consumer<Progress> progress;
    private final BooleanSupplier cancelled;
    private final int total;
    private int done;

    Fills(Consumer<Progress> progress, BooleanSupplier cancelled, int total) {
      this.progress = progress;
      this.cancelled = cancelled;
      this.total = total;
    }

    void run(List<Trial> trials, List<CalibrationHole> holes) {
      for (CalibrationHole hole : holes) {
        for (Trial trial : trials) {
          if (cancelled.getAsBoolean()) {
            throw new CancellationException("the calibration was cancelled");
          }
          progress.accept(new Progress(trial.form, done++, total));
          trial.fill(hole);
        }
      }
    }
  }

  /// One form and how it does.
  private final class Trial {
    private final FimForm form;
    private final Settings.Completion settings;
    private final List<Double> exact = new ArrayList<>();
    private final List<Double> similarity = new ArrayList<>();
    private final List<Double> logOdds = new ArrayList<>();
    private final List<Boolean> kept = new ArrayList<>();

    Trial(FimForm form) {
      this.form = form;
      this.settings =
          Settings.DEFAULTS
              .completion()
              .withPromptTokens(PROMPT_TOKENS)
              .withMultiline(Multiline.LINE)
              .withFim(form);
    }

    void fill(CalibrationHole hole) {
      Completer.Study study =
          filler.study(hole.id(), hole.language(), hole.prefix(), hole.suffix(), settings);
      String got = FirstLine.of(study.completion().text());
      String want = hole.middle().strip();
      if (study.completion().isSound() && !study.features().isEmpty()) {
        logOdds.add(gate.logOdds(study.features().getFirst()));
        kept.add(got.equals(want));
      }
      exact.add(got.equals(want) ? 1.0 : 0.0);
      similarity.add(EditSimilarity.of(got, want));
    }

    /// Half for what is exactly right, half for what is nearly so, which tells forms apart with
    /// fewer holes.
    double value() {
      return (mean(exact) + mean(similarity)) / 2;
    }

    /// How true it is what is foretold of its texts.
    GateFit gate() {
      boolean[] stood = new boolean[kept.size()];
      for (int i = 0; i < stood.length; i++) {
        stood[i] = kept.get(i);
      }
      return GateFit.of(logOdds.stream().mapToDouble(Double::doubleValue).toArray(), stood);
    }

    CalibrationReport.Score score() {
      return new CalibrationReport.Score(form, exact.size(), interval(exact), interval(similarity));
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static Interval interval(List<Double> values) {
    return Interval.ofMean(values.stream().mapToDouble(Double::doubleValue).toArray()).percent();
  }
}
