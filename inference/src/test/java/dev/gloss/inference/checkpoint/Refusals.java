package dev.gloss.inference.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.MappedMemory;
import java.nio.file.Path;
import java.util.List;

/// Checks how a folder is refused.
final class Refusals {

  private Refusals() {}

  /// Asserts that opening fails with one line that begins with a path in the folder and has all
  /// these parts, and leaves nothing mapped.
  static void assertRefused(Path folder, List<String> parts) throws Exception {
    MappedMemory.assertNoLeak(
        () -> {
          ModelException e =
              assertThrows(ModelException.class, () -> CheckpointModel.open(folder).close());
          String message = requireNonNull(e.getMessage());
          assertTrue(message.startsWith(folder.toString()), message);
          assertFalse(message.contains("\n"), message);
          for (String part : parts) {
            assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
          }
        });
  }
}
