package dev.gloss.server.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.CompletionWarmUp;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.SettingsReader;
import dev.gloss.server.eval.RunLog;
import dev.gloss.server.typing.PlaceChoice;
import dev.gloss.server.typing.PlaceRecord;
import dev.gloss.server.typing.ReportPage;
import dev.gloss.server.typing.TypingEvaluation;
import dev.gloss.server.typing.TypingPlan;
import dev.gloss.server.typing.TypingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss eval typing`: what an editor shows while somebody types.
@Command(
    name = "typing",
    description =
        "Cut out the rest of lines and type it again through the language server; compare what is"
            + " shown with what stood there.")
final class EvalTypingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();
  @Mixin private PredictionOptions kept = new PredictionOptions();

  @Mixin private PlaceOptions where = new PlaceOptions();

  @Option(
      names = "--places",
      defaultValue = "70",
      paramLabel = "N",
      description = "Places where a text is wanted (default: ${DEFAULT-VALUE}).")
  private int places;

  @Option(
      names = "--quiet-places",
      defaultValue = "50",
      paramLabel = "N",
      description = "Places where silence is right (default: ${DEFAULT-VALUE}).")
  private int quietPlaces;

  @Option(
      names = "--keys",
      defaultValue = "40",
      paramLabel = "N",
      description = "Keys typed at a place at most (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      description =
          "Type on every MS milliseconds; by default each answer is waited for before the next"
              + " key.")
  private @Nullable Long pause;

  @Option(
      names = "--rest",
      defaultValue = "0",
      paramLabel = "MS",
      description =
          "Wait so many milliseconds from opening a document to the first key, as people do"
              + " (default: ${DEFAULT-VALUE}).")
  private long rest;

  @Option(
      names = "--index",
      description = "With an index of the folders' code, made before, as the server makes one.")
  private boolean index;

  @Option(names = "--popup", description = "Ask for the editor's own list, too, as editors do.")
  private boolean popup;

  @Option(
      names = "--while-loading",
      description = "Ask the quiet places before the model is there, too.")
  private boolean whileLoading;

  @Option(
      names = "--cold",
      description = "Begin before anything is warm; by default the process warms up first.")
  private boolean cold;

  @Option(
      names = "--no-other-languages",
      description = "Leave files of other languages out of the quiet places, for a model of many.")
  private boolean noOtherLanguages;

  @Option(
      names = "--settings",
      paramLabel = "JSON",
      description = "What the editor says of settings, such as '{\"completion\":{...}}'.")
  private @Nullable String settings;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Write report.md with pictures there.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PlaceChoice choice = where.choice(0);
    if (!index) {
      return replay(choice, null);
    }
    try (TemporaryIndex made = TemporaryIndex.of(where.folders())) {
      return replay(choice, made.folder());
    }
  }

  private int replay(PlaceChoice choice, @Nullable Path indexes)
      throws IOException, InterruptedException {
    TypingPlan plan =
        new TypingPlan(
            where.seed(),
            choice.wanted(places),
            choice.quiet(quietPlaces, !noOtherLanguages),
            whileLoading,
            where.folders(),
            indexes,
            options(),
            keys,
            pause,
            rest,
            popup);
    List<PlaceRecord> known = kept.known(PlaceRecord.class);
    try (OpenModel model = engine.open();
        PredictionFile file = kept.open()) {
      if (!cold && known.size() < plan.places()) {
        model.engine().warmUp().join();
        CompletionWarmUp.of(model.engine());
      }
      RunLog<PlaceRecord> log = kept.log(known, PlaceRecord::id, file, "places", plan.places());
      TypingReport result = new TypingEvaluation(model.forAssistant(), plan, log).run();
      ReportPage page = new ReportPage(result);
      if (report != null) {
        page.write(report);
      }
      common.print(result, page.tables().stripTrailing());
    }
    return 0;
  }

  private void check() {
    checkAtLeast("--places", places, 0);
    checkAtLeast("--quiet-places", quietPlaces, 0);
    checkAtLeast("--keys", keys, 1);
    checkAtLeast("--rest", rest, 0);
    if (pause != null) {
      checkAtLeast("--pause", pause, 1);
    }
  }

  private void checkAtLeast(String option, long value, int least) {
    if (value < least) {
      throw refuse("%s must be at least %d, got %d".formatted(option, least, value));
    }
  }

  private ParameterException refuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private @Nullable JsonElement options() {
    if (settings == null) {
      return null;
    }
    List<String> problems = SettingsReader.read(settings, Settings.DEFAULTS).problems();
    if (!problems.isEmpty()) {
      throw refuse("--settings: " + problems.getFirst());
    }
    try {
      return JsonParser.parseString(settings);
    } catch (JsonParseException e) {
      throw refuse("--settings: " + e.getMessage());
    }
  }
}
