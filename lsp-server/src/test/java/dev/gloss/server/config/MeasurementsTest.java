package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.fim.FimForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTest {
  private static Measurement measured(FimForm form) {
    return new Measurement(form, 0.9, -0.25);
  }

  @TempDir Path home;
  private Measurements measurements;
  private Path model;

  @BeforeEach
  void open() throws IOException {
    measurements = new Measurements(home.resolve("config"));
    model = Files.writeString(home.resolve("a.gguf"), "model");
  }

  @Test
  void whatWasMeasuredIsRemembered() throws IOException {
    assertEquals(Measurement.NONE, measurements.of(model));
    Path folder = Files.createDirectory(home.resolve("folder"));
    Files.writeString(folder.resolve("config.json"), "{}");
    measurements.remember(model, measured(FimForm.SPM));
    measurements.remember(folder, measured(FimForm.PREFIX));
    assertEquals(measured(FimForm.SPM), measurements.of(model));
    assertEquals(measured(FimForm.PREFIX), new Measurements(home.resolve("config")).of(folder));
    measurements.remember(model, measured(FimForm.PSM));
    assertEquals(measured(FimForm.PSM), measurements.of(model));
  }

  @Test
  void anotherFileOfTheSameNameWasNotMeasured() throws IOException {
    measurements.remember(model, measured(FimForm.SPM));
    Files.writeString(model, "another model");
    assertEquals(Measurement.NONE, measurements.of(model));
  }

  @Test
  void aFileThatIsBrokenIsNotBelieved() throws IOException {
    measurements.remember(model, measured(FimForm.SPM));
    Path file = home.resolve("config/calibrations.json");
    for (String text :
        new String[] {
          "", "null", "[", "[1]", "{\"x\": null}", Files.readString(file).replace("SPM", "LOUD")
        }) {
      Files.writeString(file, text);
      assertEquals(Measurement.NONE, measurements.of(model), text);
    }
    measurements.remember(model, measured(FimForm.SPM));
    assertEquals(measured(FimForm.SPM), measurements.of(model));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path blocker = Files.createFile(home.resolve("blocker"));
    IOException failure =
        assertThrows(
            IOException.class,
            () -> new Measurements(blocker).remember(model, measured(FimForm.SPM)));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("calibrations.json: cannot be written"));
    assertEquals(Measurement.NONE, measurements.of(home.resolve("no-such-model")));
  }
}
