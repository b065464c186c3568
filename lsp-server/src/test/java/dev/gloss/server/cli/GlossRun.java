package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One run of `gloss` in this process.
///
/// @param status the exit status
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record GlossRun(int status, String out, String err) {

  /// Runs `gloss` with these words and no input.
  static GlossRun of(String... words) {
    return withInput("", words);
  }

  /// Runs `gloss` with these words and this standard input.
  static GlossRun withInput(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            words,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
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
