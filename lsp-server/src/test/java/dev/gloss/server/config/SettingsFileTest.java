package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir Path home;
  private SettingsFile file;

  @BeforeEach
  void open() throws IOException {
    file = new SettingsFile(home.resolve("config/gloss"));
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), text);
  }

  private void checkProblem(String text, String... parts) throws IOException {
    write(text);
    SettingsReader.Result result = file.read();
    assertEquals(Settings.DEFAULTS, result.settings());
    assertEquals(1, result.problems().size(), result.problems().toString());
    String problem = result.problems().getFirst();
    assertTrue(problem.startsWith(file.path() + ": "), problem);
    assertEquals(1, problem.lines().count());
    for (String part : parts) {
      assertTrue(problem.contains(part), problem);
    }
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    SettingsReader.Result result = file.read();
    assertEquals(Settings.DEFAULTS, result.settings());
    assertEquals(List.of(), result.problems());
  }

  @Test
  void theNamesAreThoseOfTheEditor() throws IOException {
    write("{\"model\": \"coder\", \"completion\": {\"maxTokens\": 12}}");
    assertEquals("coder", file.read().settings().models().completion());
    assertEquals(12, file.read().settings().completion().maxTokens());
    write("{\"gloss\": {\"model\": \"coder\"}}");
    assertEquals("coder", file.read().settings().models().completion());
  }

  @Test
  void aBadFileIsNamedAndTheDefaultsHold() throws IOException {
    checkProblem("{\"completion\": {\"maxTokens\": \"many\"}}", ": completion.maxTokens: expected");
    checkProblem("{\"modle\": \"x\"}", "there is no setting 'modle'");
    checkProblem("{\"hub\": {\"miror\": \"x\"}}", ": hub: there is no setting 'miror'");
    checkProblem("{\n\"model\": \n}", "not JSON (line 3)");
    checkProblem("[1]", "expected an object, found [1]");
    Files.write(file.path(), "{\"model\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Settings.DEFAULTS, file.read().settings());
    assertTrue(file.read().problems().getFirst().contains("cannot be read"));
    Files.delete(file.path());
    Files.createDirectory(file.path());
    assertTrue(file.read().problems().getFirst().contains("cannot be read"));
  }

  @Test
  void oneValueIsSetAndTheRestStays() throws IOException {
    file.set("model", "coder");
    file.set("explain.model", "thinker");
    write(
        Files.readString(file.path())
            .replace("{", "{\"mine\": 1,")
            .replaceFirst("\"mine\": 1,", "\"trace\": true,"));
    file.set("model", "other");
    Settings settings = file.read().settings();
    assertEquals("other", settings.models().completion());
    assertEquals("thinker", settings.models().explain());
    assertTrue(settings.trace());
    assertTrue(Files.readString(file.path()).contains("\"mine\""), "what we do not know stays");
    file.set("explain.model", null);
    assertEquals(null, file.read().settings().models().explain());
    try (var files = Files.list(file.path().getParent())) {
      assertEquals(List.of(file.path()), files.toList());
    }
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path real = Files.writeString(home.resolve("dotfile.json"), "{}");
    Files.createDirectories(file.path().getParent());
    Files.createSymbolicLink(file.path(), real);
    file.set("model", "coder");
    assertTrue(Files.isSymbolicLink(file.path()));
    assertTrue(Files.readString(real).contains("coder"));
  }

  @Test
  void aFileThatIsBrokenIsNotLost() throws IOException {
    for (String text : List.of("{\"model\": ", "[1]", "7")) {
      write(text);
      IOException failure = assertThrows(IOException.class, () -> file.set("model", "coder"));
      assertTrue(String.valueOf(failure.getMessage()).contains("mend it first"));
      assertEquals(text, Files.readString(file.path()));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path blocker = Files.createFile(home.resolve("blocker"));
    SettingsFile blocked = new SettingsFile(blocker.resolve("gloss"));
    IOException failure = assertThrows(IOException.class, () -> blocked.set("model", "coder"));
    assertTrue(String.valueOf(failure.getMessage()).contains("cannot be read"));
    assertFalse(Files.exists(blocked.path()));
  }
}
