package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.server.config.MeasuredForms;
import dev.gloss.server.eval.Calibration;
import dev.gloss.server.eval.CalibrationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/// Finds the form in which a model fills holes best, shows how far it is, and remembers the form.
///
/// @param command for which it is done
/// @param options how the model runs
record FormSearch(CommandSpec command, EngineOptions options) {

  /// Searches; takes minutes.
  ///
  /// @param path of the model, absolute
  /// @throws IllegalArgumentException if the model knows a single form
  /// @throws dev.gloss.inference.ModelException if it cannot be opened
  /// @throws IOException if the form cannot be remembered
  CalibrationReport run(Path path) throws IOException {
    Surroundings around = Surroundings.of(command);
    MeasuredForms forms = around.measuredForms();
    LocalOpener opener = new LocalOpener(options, forms);
    try (OpenModel model = opener.open(path, options.memoryBytes())) {
      Engine engine = model.engine();
      FillInTheMiddle fim = FillInTheMiddle.of(engine.tokenizer(), engine.model().hints());
      if (fim.forms().size() < 2) {
        throw new IllegalArgumentException(
            engine.model().name()
                + ": there is nothing to choose from; it has "
                + fim.description());
      }
      CountLines lines =
          new CountLines(
              command.commandLine().getErr(), around.terminal() != null, "fills", System::nanoTime);
      CalibrationReport report =
          new Calibration(engine)
              .run(
                  at ->
                      lines.show(at.done(), at.total(), at.form().name().toLowerCase(Locale.ROOT)),
                  () -> false);
      lines.end();
      forms.remember(path, report.best());
      return report;
    }
  }
}
