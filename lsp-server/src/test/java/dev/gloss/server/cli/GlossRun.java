package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.server.config.UserFolders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// One run of `gloss` in this process.
///
/// @param status the exit status
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record GlossRun(int status, String out, String err) {
  /// The home of somebody who has neither settings nor models.
  private static final Path NOWHERE = Path.of("there-is-no-such-folder");

  /// Runs `gloss` with these words and no input.
  static GlossRun of(String... words) {
    return withInput("", words);
  }

  /// Runs `gloss` with these words and this standard input.
  static GlossRun withInput(String input, String... words) {
    return in(NOWHERE, Map.of(), input, words);
  }

  /// Runs `gloss` for somebody whose files lie in a folder.
  ///
  /// @param home of that person; settings are in `config`, models in `models`
  /// @param environment variables
  static GlossRun in(Path home, Map<String, String> environment, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            words,
            new StandardStreams(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8)),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Surroundings(
                environment,
                new UserFolders(
                    home.resolve("config"), home.resolve("models"), home.resolve("cache")),
                null));
    return new GlossRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The folder of one of the golden models.
  static String goldenModel(String variant) {
    Path root = Path.of(System.getProperty("gloss.root", ".."));
    return root.resolve("inference/src/test/resources/golden/models").resolve(variant).toString();
  }

  /// The one JSON document of a run that went well.
  JsonNode json() {
    assertEquals(0, status, err);
    try {
      return new JsonMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out, e);
    }
  }

  /// Asserts that the run went well.
  void ok() {
    assertEquals(0, status, out + err);
  }

  /// Asserts that the run failed, and that the last line on standard error has these parts.
  void refusedAmongOthers(String... parts) {
    assertEquals(1, status, out + err);
    String last = err.lines().reduce("", (before, line) -> line);
    assertTrue(last.startsWith("gloss: "), err);
    for (String part : parts) {
      assertTrue(last.contains(part), err);
    }
  }

  /// Asserts that the run was refused in one line on standard error that has these parts, and that
  /// standard output stayed empty.
  void refused(int expectedStatus, String... parts) {
    assertEquals(expectedStatus, status, out + err);
    assertEquals("", out);
    String first = err.lines().findFirst().orElse("");
    assertTrue(first.startsWith("gloss: "), err);
    assertEquals(expectedStatus == 1 ? 1 : 2, err.lines().count(), err);
    for (String part : parts) {
      assertTrue(first.contains(part), err);
    }
  }
}
