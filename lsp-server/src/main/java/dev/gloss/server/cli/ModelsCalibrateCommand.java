package dev.gloss.server.cli;

import dev.gloss.server.eval.CalibrationReport;
import dev.gloss.server.eval.GateFit;
import dev.gloss.server.eval.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss models calibrate`: finds and remembers the form in which a model fills holes best, and
/// how sure it may be taken to be.
@Command(
    name = "calibrate",
    description =
        "Find the form of a prompt in which a model completes best, and how sure it may be taken to"
            + " be; takes minutes.")
final class ModelsCalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private BackendOptions backend = new BackendOptions();

  @Parameters(paramLabel = "NAME", description = "A pulled model, a file or folder, or 'embedded'.")
  private String name = "";

  /// What is printed as JSON.
  ///
  /// @param path of the model
  /// @param best the form that is remembered
  /// @param usual the one that would be taken otherwise
  /// @param forms how each did
  /// @param gate by which log-odds that a text is kept are scaled and shifted from now on
  record Result(String path, String best, String usual, List<Form> forms, GateFit gate) {}

  /// How one form did.
  ///
  /// @param holes that were filled in it; fewer where it was given up
  record Form(String form, int holes, Interval exactMatch, Interval editSimilarity) {}

  @Override
  public Integer call() throws IOException {
    Surroundings around = Surroundings.of(spec);
    Path path = new ModelLocator(around.store()).locate(name).toAbsolutePath().normalize();
    CalibrationReport report = new FormSearch(spec, backend.engineOptions()).run(path);
    print(path, report);
    return 0;
  }

  private void print(Path path, CalibrationReport report) {
    Table table = new Table("FORM", "HOLES", "EXACTLY RIGHT", "SIMILARITY");
    for (CalibrationReport.Score score : report.forms()) {
      table.row(
          printed(score.form()),
          Integer.toString(score.holes()),
          printed(score.exactMatch()),
          printed(score.editSimilarity()));
    }
    List<Form> forms =
        report.forms().stream()
            .map(
                score ->
                    new Form(
                        printed(score.form()),
                        score.holes(),
                        score.exactMatch(),
                        score.editSimilarity()))
            .toList();
    String best = printed(report.best());
    common.print(
        new Result(path.toString(), best, printed(report.usual()), forms, report.gate()),
        "%s%n%s is remembered for this file%s; log-odds that a text is kept: %.2f times, %+.2f"
            .formatted(
                table.text(),
                best,
                report.best() == report.usual()
                    ? ", and would have been taken anyway"
                    : " in the place of " + printed(report.usual()),
                report.gate().scale(),
                report.gate().offset()));
  }

  private static String printed(Enum<?> form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private static String printed(Interval interval) {
    return String.format(
        Locale.ROOT, "%.0f %% (%.0f to %.0f)", interval.mean(), interval.low(), interval.high());
  }
}
