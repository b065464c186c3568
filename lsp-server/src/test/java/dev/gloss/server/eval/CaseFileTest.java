package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFileTest {
  private static final String GOOD =
      """
      {"id":"a","kind":"line","library":"x","prefix":"p","suffix":"s","middle":"m"}
      """;

  @TempDir Path folder;

  @Test
  void readsTheFieldsItKnowsAndPassesOverOthers() throws IOException {
    assertEquals(
        List.of(new FimCase("a", "line", "p", "s", "m", "x", null)),
        CaseFile.read(file(GOOD + "\n"), FimCase.class));
  }

  @Test
  void namesFileLineAndFieldOfWhatIsWrong() throws IOException {
    refused(GOOD + "{\"id\":\"b\",\"kind\":\"line\"}\n", "line 2", "prefix");
    refused(GOOD + "{\"id\":\"b\",", "line 2");
    refused("[1, 2]\n", "line 1");
    refused("null\n", "line 1", "null");
    refused(GOOD.replace("\"p\"", "null"), "line 1", "prefix");
    refused(GOOD.replace("\"p\"", "[7]"), "line 1", "prefix");
    refused("", "no cases");
  }

  @Test
  void refusesWhatIsNoTextOrNotThere() throws IOException {
    Path file = folder.resolve("latin.jsonl");
    Files.write(file, "{\"id\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    refused(file, "UTF-8");
    refused(folder.resolve("missing.jsonl"), "no such file");
  }

  @Test
  void spreadsALimitEvenly() {
    List<Integer> ten = IntStream.range(0, 10).boxed().toList();
    assertEquals(List.of(0, 2, 4, 6, 8), CaseFile.spread(ten, 5));
    assertEquals(List.of(0, 3, 6), CaseFile.spread(ten, 3));
    assertEquals(ten, CaseFile.spread(ten, 10));
    assertEquals(ten, CaseFile.spread(ten, 99));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("cases.jsonl"), content);
  }

  private void refused(String content, String... parts) throws IOException {
    refused(file(content), parts);
  }

  private static void refused(Path file, String... parts) {
    String message =
        String.valueOf(
            assertThrows(CaseFileException.class, () -> CaseFile.read(file, FimCase.class))
                .getMessage());
    assertTrue(message.startsWith(file.toString()), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("Source"), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
