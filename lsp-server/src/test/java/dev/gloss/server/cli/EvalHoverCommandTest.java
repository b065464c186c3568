package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gloss eval hover` on two files.
class EvalHoverCommandTest {
  @TempDir Path folder;

  @Test
  void comparesWithTheCompiler() throws IOException {
    Files.createDirectories(folder.resolve("p"));
    Files.writeString(
        folder.resolve("p/A.java"),
        """
        package p;
        class A {
          int down(int n) {
            return n > 0 ? down(n - 1) : B.zero();
          }
          int odd(B b) {
            return b.unknown() + "".length();
          }
        }
        """);
    Files.writeString(
        folder.resolve("p/B.java"), "package p;\nclass B { static int zero() { return 0; } }\n");
    JsonNode report = GlossRun.of("eval", "hover", "--json", folder.toString()).json();
    // n, down, n, B, zero, B, b, length: `unknown` means nothing to anybody.
    assertEquals(8, report.path("places").asInt(), report.toString());
    assertEquals(7, report.path("declared_here").asInt());
    assertEquals(7, report.path("resolved").asInt());
    assertEquals(1, report.path("named").asInt());
    assertEquals(0, report.path("wrong").asInt());
    assertEquals(report.path("facts").asInt(), report.path("facts_true").asInt());
    assertEquals(7, report.path("facts").asInt(), "three a method, and recursion");
    String line = GlossRun.of("eval", "hover", "--places", "2", folder.toString()).out();
    assertTrue(line.startsWith("2 places: 0 wrong; "), line);
    GlossRun.of("eval", "hover").refused(2, "FOLDER");
    GlossRun.of("eval", "hover", folder.resolve("none").toString()).refused(1, "no such file");
  }
}
