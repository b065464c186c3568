package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFolderTest {
  @TempDir Path cache;

  private IndexFolder of(String... roots) {
    return IndexFolder.of(cache, List.of(roots).stream().map(Path::of).toList());
  }

  @Test
  void workspacesDoNotShareAFolder() {
    assertEquals(of("/a", "/b"), of("/a", "/b"));
    assertNotEquals(of("/a"), of("/a", "/b"));
    assertNotEquals(of("/a/b"), of("/a", "b"));
  }

  @Test
  void whatNobodyOpenedForLongIsThrownAway() throws IOException {
    IndexFolder old = of("/old");
    IndexFolder young = of("/young");
    old.make();
    young.make();
    Files.writeString(old.path().resolve("segments_1"), "x");
    Files.setLastModifiedTime(old.path(), FileTime.from(Instant.now().minus(Duration.ofDays(61))));
    of("/new").make();
    assertFalse(Files.exists(old.path()));
    assertTrue(Files.exists(young.path()));
  }
}
