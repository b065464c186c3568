package dev.gloss.inference.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PendingOutputTest {

  @TempDir private Path folder;

  @Test
  void fileAppearsWhenItIsComplete() throws IOException {
    Path target = folder.resolve("model.gguf");
    try (PendingOutput pending = new PendingOutput(target)) {
      Files.writeString(pending.path(), "weights");
      assertFalse(Files.exists(target));
      pending.commit();
    }
    assertEquals("weights", Files.readString(target));
    assertLeft(1);
  }

  @Test
  void nothingIsLeftOfWhatWasNotCompleted() throws IOException {
    try (PendingOutput pending = new PendingOutput(folder.resolve("model"))) {
      Files.createDirectories(pending.path().resolve("deeper"));
      Files.writeString(pending.path().resolve("deeper/file"), "weights");
    }
    assertLeft(0);
  }

  @Test
  void whatAKilledRunLeftIsDeleted() throws IOException {
    Files.createDirectory(folder.resolve("model.part"));
    Files.writeString(folder.resolve("model.part/config.json"), "{}");
    try (PendingOutput pending = new PendingOutput(folder.resolve("model"))) {
      assertFalse(Files.exists(pending.path()));
    }
  }

  @Test
  void refusesWhatIsThereAndWhatDoesNotFit() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "");
    refused("exists, expected a name that is free", () -> new PendingOutput(there));
    refused("there is no folder", () -> new PendingOutput(folder.resolve("no/model")));
    try (PendingOutput pending = new PendingOutput(folder.resolve("model"))) {
      pending.requireSpace(1);
      refused("the disk has", () -> pending.requireSpace(1L << 60));
    }
    assertLeft(1);
  }

  private static void refused(String message, Executable what) {
    ModelException e = assertThrows(ModelException.class, what);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private void assertLeft(int files) throws IOException {
    try (var all = Files.list(folder)) {
      assertEquals(files, all.count());
    }
  }
}
