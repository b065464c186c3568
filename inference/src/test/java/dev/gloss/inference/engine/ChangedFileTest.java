package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.cpu.CpuBackend;
import dev.gloss.inference.cpu.CpuOptions;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Model files that are changed while the engine runs them: requests fail with a message that says
/// so, and the engine lives.
class ChangedFileTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withThreads(2).withCacheTokens(4096);

  @TempDir private Path folder = Path.of("");

  private Path file = Path.of("");

  @BeforeEach
  void copyAModel() throws IOException {
    file = Files.copy(new GoldenGguf("ds2-f16").file(), folder.resolve("model.gguf"));
  }

  private interface Change {
    void run() throws IOException;
  }

  @Test
  void aFileThatIsCutShort() throws Exception {
    check("was changed while the model is in use (100 bytes of ", () -> truncate(file, 100));
  }

  @Test
  void aFileThatIsOverwritten() throws Exception {
    check(
        "was changed while the model is in use",
        () -> {
          Files.write(file, new byte[(int) Files.size(file)]);
          Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        });
  }

  @Test
  void aFileInWhosePlaceThereIsAnother() throws Exception {
    Path other = Files.copy(new GoldenGguf("ds2-bf16").file(), folder.resolve("other.gguf"));
    check(
        "was replaced while the model is in use",
        () -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
  }

  @Test
  void aShardOfAFolder() throws Exception {
    Path model = Files.createDirectory(folder.resolve("folder"));
    try (Stream<Path> files = Files.list(GoldenModel.V3.folder())) {
      for (Path each : files.toList()) {
        Files.copy(each, model.resolve(each.getFileName()));
      }
    }
    file = model.resolve("model.safetensors");
    check(model, "was changed while the model is in use (100 bytes of ", () -> truncate(file, 100));
  }

  @Test
  void aFileThatIsGoneIsStillMapped() throws Exception {
    try (LocalEngine engine = LocalEngine.open(file, OPTIONS)) {
      List<Integer> before = Outcome.of(engine, request(5)).ids();
      Files.delete(file);
      assertEquals(before, Outcome.of(engine, request(5)).ids());
    }
  }

  /// Machine code that reads what is lost of a mapped file takes the process with it.
  @Test
  void aFileOfPackedWeightsThatIsCutShort() throws Exception {
    Path packed = folder.resolve("packed");
    CpuOptions options =
        new CpuOptions(2, 64, KernelChoice.AUTO).withPacked(new PackedFolder(packed, 0, 0));
    for (int opening = 0; opening < 2; opening++) {
      try (DecoderModel model = GgufModel.open(file);
          Backend backend = new WatchedBackend(CpuBackend.open(model, options), model)) {
        backend.settled().join();
        List<Slice> slices = List.of(new Slice(new int[] {7}, 0, 1, new int[] {0}, 1));
        if (opening == 0) {
          backend.step(slices);
        } else {
          Path kept = kept(packed);
          truncate(kept, 100);
          String message =
              String.valueOf(
                  assertThrows(ModelException.class, () -> backend.step(slices)).getMessage());
          assertTrue(message.startsWith(kept + ": was changed while"), message);
        }
      }
    }
  }

  private static Path kept(Path packed) throws IOException {
    try (Stream<Path> files = Files.list(packed)) {
      return files.filter(each -> each.toString().endsWith(".packed")).findFirst().orElseThrow();
    }
  }

  /// What is lost of the file is asked for in the very step after, before anybody looks at it.
  @Test
  void aRequestUnderWayFailsWhereTheBytesAreGone() throws Exception {
    try (LocalEngine engine = LocalEngine.open(file, OPTIONS)) {
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<GenerationEvent> end =
          engine
              .generate(
                  request(2000),
                  event -> {
                    if (event instanceof GenerationEvent.Token) {
                      begun.countDown();
                    }
                  })
              .completion();
      begun.await();
      truncate(file, 100);
      GenerationEvent event = end.join();
      assertTrue(event instanceof GenerationEvent.Failed, event.toString());
      String message = ((GenerationEvent.Failed) event).message();
      assertTrue(message.contains(file + ": was changed while the model is in use"), message);
    }
  }

  private void check(String expected, Change change) throws Exception {
    check(file, expected, change);
  }

  private void check(Path model, String expected, Change change) throws Exception {
    try (LocalEngine engine = LocalEngine.open(model, OPTIONS)) {
      assertEquals(5, Outcome.of(engine, request(5)).ids().size());
      change.run();
      for (int i = 0; i < 2; i++) {
        String failure = String.valueOf(Outcome.of(engine, request(2000)).failure());
        assertTrue(failure.contains(file + ": " + expected), failure);
        assertEquals(1, failure.lines().count());
      }
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  private static GenerationRequest request(int tokens) {
    return GenerationRequest.of(Prompt.of(new Prompt.Ids(List.of(7, 8, 9))), tokens)
        .withIgnoreEos(true);
  }
}
