package dev.gloss.server.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCursorTest {
  @TempDir Path temporary;

  private void write(String name) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private static List<Path> all(FolderCursor cursor) {
    List<Path> found = new ArrayList<>();
    while (cursor.hasNext()) {
      cursor.next().forEach(file -> found.add(file.path()));
    }
    return found;
  }

  @Test
  void itFindsTheFilesOfCodeAndFollowsNoLinks() throws IOException {
    write("a/One.java");
    write("a/b/two.py");
    write("a/b/notes.txt");
    write(".git/Three.java");
    write("node_modules/four.js");
    write("odd.java/Five.java");
    Files.createSymbolicLink(temporary.resolve("a/loop"), temporary);
    Files.createSymbolicLink(temporary.resolve("a/Link.java"), temporary.resolve("a/One.java"));
    FolderCursor cursor = new FolderCursor(List.of(temporary, temporary.resolve("none")), 1000);
    assertEquals(
        List.of("a/One.java", "a/b/two.py", "odd.java/Five.java"),
        all(cursor).stream().map(path -> temporary.relativize(path).toString()).sorted().toList());
    assertEquals(true, cursor.isComplete());
  }

  @Test
  void itEndsWhereThereIsTooMuch() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("a/File" + i + ".java");
    }
    FolderCursor cursor = new FolderCursor(List.of(temporary), 10);
    assertEquals(9, all(cursor).size());
    assertEquals(false, cursor.isComplete());
  }
}
