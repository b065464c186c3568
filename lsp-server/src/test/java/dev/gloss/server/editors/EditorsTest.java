package dev.gloss.server.editors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.server.testing.GlossProcess;
import dev.gloss.server.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attach, complete, accept, hover: what a person sees comes from the engine.
@Tag("editor")
class EditorsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_MINUTES = 4;
  private static final String TYPED = "    int count = ";
  private static final String SOURCE =
      """
      import java.util.List;

      public class Totals {
        private final List<Integer> values;

        public Totals(List<Integer> values) {
          this.values = values;
        }

        public int sum() {
          int total = 0;
          // here
          return total;
        }
      }
      """;

  @TempDir Path project;

  @Test
  void neovimShowsAndTakesGhostTextAndHovers() throws Exception {
    Path neovim = Needs.program("nvim");
    check(
        run(
            "neovim",
            List.of(neovim.toString(), "--headless", "-n", "--clean", "-u", "neovim.lua")));
  }

  @Test
  void emacsShowsAndTakesGhostTextAndHovers() throws Exception {
    Path emacs = Needs.program("emacs");
    check(run("emacs", List.of(emacs.toString(), "--batch", "-q", "-l", "emacs.el")));
  }

  private static void check(JsonNode seen) {
    assertTrue(seen.path("error").isMissingNode(), seen::toPrettyString);
    String ghost = seen.path("ghost").asText();
    assertFalse(ghost.isBlank(), seen::toPrettyString);
    String expected = SOURCE.replace("// here\n", "// here\n" + TYPED + ghost + "\n");
    assertEquals(withoutIndentation(expected), withoutIndentation(seen.path("after").asText()));
    assertFalse(seen.path("hover").asText().isBlank(), seen::toPrettyString);
  }

  /// Editors indent what is typed by rules of their own.
  private static String withoutIndentation(String text) {
    return text.strip().replaceAll("(?m)^[ \t]+", "");
  }

  /// Runs an editor with a script that prints one JSON document, and reads that.
  private JsonNode run(String editor, List<String> command)
      throws IOException, InterruptedException {
    Needs.file(GlossProcess.embeddedModel().resolve("config.json"), "the embedded model");
    Path file = Files.writeString(project.resolve("Totals.java"), SOURCE);
    Files.createDirectory(project.resolve(".git"));
    for (String script : List.of("neovim.lua", "emacs.el")) {
      try (InputStream in = EditorsTest.class.getResourceAsStream("/editors/" + script)) {
        Files.write(project.resolve(script), in.readAllBytes());
      }
    }
    Path output = project.resolve("output.json");
    Path log = project.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(output.toFile())
            .redirectError(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", project.toString());
    environment.put(
        "GLOSS_PLUGIN", GlossProcess.root().resolve("editors").resolve(editor).toString());
    environment.put(
        "GLOSS_COMMAND", JSON.writeValueAsString(GlossProcess.command("lsp", "--stdio")));
    environment.put("GLOSS_FILE", file.toString());
    environment.put("GLOSS_TYPED", TYPED);
    Process process = builder.start();
    try {
      assertTrue(
          process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES),
          () -> editor + " did not end: " + read(output) + read(log));
    } finally {
      process.destroyForcibly();
    }
    String last = read(output).lines().reduce("", (_, line) -> line);
    assertTrue(last.startsWith("{"), () -> read(output) + read(log));
    return JSON.readTree(last);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
