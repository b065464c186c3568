package dev.gloss.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.server.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The scripts of the page have tests of their own; here they are run with the others.
class ScriptsTest {
  private static final Path MODULE =
      Path.of(System.getProperty("gloss.root", "..")).resolve("lsp-server").toAbsolutePath();

  @Test
  void theScriptsPassTheirTests() throws Exception {
    Needs.program("node");
    List<String> line = new ArrayList<>(List.of("node", "--test"));
    try (Stream<Path> files = Files.list(MODULE.resolve("src/test/js"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".test.js")).forEach(line::add);
    }
    check(line);
  }

  @Test
  void theScriptsAreTypedFormattedAndLinted() throws Exception {
    Needs.program("npm");
    Needs.that(
        Files.isDirectory(MODULE.resolve("node_modules")),
        "the linters are not installed: run `npm ci` in lsp-server");
    check(List.of("npm", "run", "--silent", "check"));
  }

  private static void check(List<String> line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line).directory(MODULE.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
