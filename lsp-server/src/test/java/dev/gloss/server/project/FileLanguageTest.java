package dev.gloss.server.project;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileLanguageTest {
  @Test
  void everyEndingIsOneOfCode() {
    for (String ending : FileLanguage.endings()) {
      assertTrue(FileLanguage.isCode(FileLanguage.of(Path.of("a." + ending))), ending);
    }
  }
}
