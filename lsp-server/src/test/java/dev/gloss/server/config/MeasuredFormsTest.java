package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.fim.FimForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredFormsTest {
  @TempDir Path home;
  private MeasuredForms forms;
  private Path model;

  @BeforeEach
  void open() throws IOException {
    forms = new MeasuredForms(home.resolve("config"));
    model = Files.writeString(home.resolve("a.gguf"), "model");
  }

  @Test
  void whatWasMeasuredIsRemembered() throws IOException {
    assertEquals(Optional.empty(), forms.best(model));
    Path folder = Files.createDirectory(home.resolve("folder"));
    Files.writeString(folder.resolve("config.json"), "{}");
    forms.remember(model, FimForm.SPM);
    forms.remember(folder, FimForm.PREFIX);
    assertEquals(Optional.of(FimForm.SPM), forms.best(model));
    assertEquals(
        Optional.of(FimForm.PREFIX), new MeasuredForms(home.resolve("config")).best(folder));
    forms.remember(model, FimForm.PSM);
    assertEquals(Optional.of(FimForm.PSM), forms.best(model));
  }

  @Test
  void anotherFileOfTheSameNameWasNotMeasured() throws IOException {
    forms.remember(model, FimForm.SPM);
    Files.writeString(model, "another model");
    assertEquals(Optional.empty(), forms.best(model));
  }

  @Test
  void aFileThatIsBrokenIsNotBelieved() throws IOException {
    forms.remember(model, FimForm.SPM);
    Path file = home.resolve("config/calibrations.json");
    for (String text :
        new String[] {
          "", "null", "[", "[1]", "{\"x\": null}", Files.readString(file).replace("SPM", "LOUD")
        }) {
      Files.writeString(file, text);
      assertEquals(Optional.empty(), forms.best(model), text);
    }
    forms.remember(model, FimForm.SPM);
    assertEquals(Optional.of(FimForm.SPM), forms.best(model));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path blocker = Files.createFile(home.resolve("blocker"));
    IOException failure =
        assertThrows(
            IOException.class, () -> new MeasuredForms(blocker).remember(model, FimForm.SPM));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("calibrations.json: cannot be written"));
    assertEquals(Optional.empty(), forms.best(home.resolve("no-such-model")));
  }
}
