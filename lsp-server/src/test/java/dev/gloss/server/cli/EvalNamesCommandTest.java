package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gloss eval names` on two files.
class EvalNamesCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("a.py"), "import os\nfrom b import twice\n'😀'; twice(os)\n");
    Files.writeString(folder.resolve("b.py"), "\ndef twice(x):\n    return x * 2\n");
    Files.writeString(folder.resolve("c.js"), "f(1);\n");
  }

  private List<String> names(String... more) {
    List<String> words =
        List.of("eval", "names", "--language", "python", "--json", folder.toString());
    GlossRun run =
        GlossRun.of(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    run.ok();
    return run.out().lines().map(EvalNamesCommandTest::told).toList();
  }

  /// `FILE:LINE:CHARACTER NAME`, and what was found for it in the same form.
  private static String told(String line) {
    try {
      JsonNode answer = new JsonMapper().readTree(line);
      JsonNode found = answer.path("declaration");
      String declared = found.isNull() ? "none" : place(found) + " " + found.path("kind").asText();
      return place(answer) + " " + answer.path("name").asText() + " = " + declared;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }

  private static String place(JsonNode place) {
    Path file = Path.of(place.path("file").asText());
    return "%s:%d:%d"
        .formatted(file.getFileName(), place.path("line").asInt(), place.path("character").asInt());
  }

  @Test
  void tellsWhatEachNameMeans() {
    assertEquals(
        List.of(
            "a.py:1:14 twice = b.py:1:4 function",
            "a.py:2:12 os = none",
            "a.py:2:6 twice = b.py:1:4 function",
            "b.py:2:11 x = b.py:1:10 parameter"),
        names().stream().sorted(Comparator.naturalOrder()).toList());
  }

  @Test
  void theSeedChooses() {
    assertEquals(names("--seed", "2"), names("--seed", "2"));
    assertEquals(names("--seed", "2").subList(0, 2), names("--seed", "2", "--names", "2"));
    assertNotEquals(names("--seed", "2"), names("--seed", "3"));
  }

  @Test
  void personsReadLinesFromOne() {
    String out =
        GlossRun.of("eval", "names", "--language", "javascript,python", folder.toString()).out();
    assertTrue(out.contains("c.js:1 f: not found\n"), out);
    assertTrue(out.lines().anyMatch(line -> line.matches(".*b.py:3 x: parameter .*b.py:2")), out);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    String here = folder.toString();
    GlossRun.of("eval", "names", here).refused(2, "--language");
    GlossRun.of("eval", "names", "--language", "java", here).refused(2, "java", "python");
    GlossRun.of("eval", "names", "--language", "go", here).refused(1, "no names");
    GlossRun.of("eval", "names", "--language", "go", here + "/none").refused(1, "no such folder");
  }
}
