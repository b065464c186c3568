package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.server.config.AcceptanceFile.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AcceptanceFileTest {
  @TempDir Path folder;

  @Test
  void theNextProcessReadsWhatTheLastOneWrote() throws Exception {
    AcceptanceFile file = new AcceptanceFile(folder.resolve("not/there/yet"));
    assertEquals(Counts.NONE, file.read());
    Counts last = new Counts(10.5, 12, 30);
    for (int i = 0; i < 20; i++) {
      file.write(new Counts(1, 1, i + 1));
    }
    file.write(last);
    while (!new AcceptanceFile(folder.resolve("not/there/yet")).read().equals(last)) {
      Thread.onSpinWait();
    }
    try (var files = Files.list(folder.resolve("not/there/yet"))) {
      assertEquals(
          List.of("acceptance.json"),
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.endsWith(".new"))
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "[]",
        "{}",
        "{\"expected\":1,\"kept\":5,\"total\":2}",
        "{\"expected\":-1,\"kept\":0,\"total\":2}",
        "{\"expected\":\"NaN\",\"kept\":0,\"total\":2}",
        "{\"expected\":1e9,\"kept\":0,\"total\":1e9}"
      })
  void whatMakesNoSenseIsNotBelieved(String text) throws IOException {
    Files.writeString(folder.resolve("acceptance.json"), text);
    assertEquals(Counts.NONE, new AcceptanceFile(folder).read());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoTrouble() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    AcceptanceFile acceptance = new AcceptanceFile(file.resolve("in"));
    acceptance.write(new Counts(1, 1, 2));
    assertEquals(Counts.NONE, acceptance.read());
  }
}
