package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.server.config.Measurement;
import dev.gloss.server.config.Measurements;
import dev.gloss.server.eval.Calibration;
import dev.gloss.server.eval.CalibrationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/// Finds the form in which a model fills holes best and how sure it may be taken to be, shows how
/// far it is, and remembers both.
///
/// @param command for which it is done
/// @param options how the model runs
record FormSearch(CommandSpec command, EngineOptions options) {

  /// Searches; takes minutes.
  ///
  /// @param path of the model, absolute
  /// @throws dev.gloss.inference.ModelException if it cannot be opened
  /// @throws IOException if what was found cannot be remembered
  CalibrationReport run(Path path) throws IOException {
    Surroundings around = Surroundings.of(command);
    Measurements measurements = around.measurements();
    LocalOpener opener = new LocalOpener(options, measurements, null);
    try (OpenModel model = opener.open(path, options.memoryBytes())) {
      Engine engine = model.engine();
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
      measurements.remember(
          path, new Measurement(report.best(), report.gate().scale(), report.gate().offset()));
      return report;
    }
  }
}
