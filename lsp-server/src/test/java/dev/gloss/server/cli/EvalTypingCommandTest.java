package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gloss eval typing` on a small golden model, whose weights are random.
class EvalTypingCommandTest {
  private static final String V3 = GlossRun.goldenModel("v3");

  @TempDir Path folder;
  private Path sources = Path.of("");
  private Path shown = Path.of("");

  @BeforeEach
  void write() throws IOException {
    sources = Files.createDirectory(folder.resolve("sources"));
    shown = folder.resolve("shown.jsonl");
    Files.writeString(
        sources.resolve("A.java"),
        """
        class A {
          // Adds both of them.
          int sum(int first, int second) {
            String name = "sum";
            return Math.addExact(first, second);
          }
        }
        """);
    Files.writeString(sources.resolve("package-info.java"), "package p;\n");
  }

  @Test
  void typesReportsAndGoesOnWhereItWasBrokenOff() throws IOException {
    Path page = folder.resolve("page");
    String[] options = {
      "--places", "4", "--quiet-places", "2", "--keys", "3", "--while-loading", "--cold", "--json"
    };
    JsonNode report = run(options, "--report", page.toString()).json();
    assertEquals(4, report.path("all").path("places").asInt());
    assertEquals(12, report.path("all").path("keys").asInt());
    assertEquals(List.of("line-start", "after-dot", "in-word", "arguments"), kinds(report));
    assertEquals(2, report.path("quiet").path("places").asInt());
    assertEquals(100, report.path("quiet_while_loading").path("quiet").path("mean").asDouble());
    assertEquals(8, Files.readAllLines(shown).size());
    assertTrue(Files.readString(page.resolve("report.md")).contains("# Replayed typing"));
    assertTrue(Files.exists(page.resolve("latency.svg")));

    List<String> lines = Files.readAllLines(shown);
    Files.write(shown, lines.subList(0, 5));
    Files.writeString(shown, "{\"id\":\"bro", StandardOpenOption.APPEND);
    JsonNode resumed = run(options, "--resume").json();
    assertEquals(report.path("all").path("coverage"), resumed.path("all").path("coverage"));
    assertEquals(ids(lines), ids(Files.readAllLines(shown)));
  }

  @Test
  void whatIsWrongIsRefusedBeforeAnythingIsTyped() throws IOException {
    run(new String[] {"--places", "-1"}).refused(2, "--places", "-1");
    run(new String[] {"--keys", "0"}).refused(2, "--keys");
    run(new String[] {"--pause", "0"}).refused(2, "--pause");
    run(new String[] {"--settings", "{\"completion\":{\"maxTokens\":-3}}"})
        .refused(2, "--settings", "maxTokens");
    GlossRun.of("eval", "typing", "--model", V3, sources.toString(), "--resume")
        .refused(2, "--resume needs --predictions");
    GlossRun.of("eval", "typing", "--model", V3, sources.resolve("B.java").toString())
        .refused(1, "B.java", "no such file");
    GlossRun.of("eval", "typing", "--model", V3, sources.toString(), "--longest-file", "10")
        .refused(1, "sources", "no Java file");
    GlossRun.of("eval", "typing", "--model", V3).refused(2, "PATH");
  }

  private GlossRun run(String[] options, String... more) {
    List<String> words = new ArrayList<>(List.of("eval", "typing", sources.toString()));
    words.addAll(List.of("--model", V3, "--predictions", shown.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of(more));
    return GlossRun.of(words.toArray(String[]::new));
  }

  private static List<String> kinds(JsonNode report) {
    List<String> kinds = new ArrayList<>();
    report.path("by_kind").fieldNames().forEachRemaining(kinds::add);
    return kinds;
  }

  private static List<String> ids(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\",\"keys\".*", "")).toList();
  }
}
