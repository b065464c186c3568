package dev.gloss.inference.cpu.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.FileStamp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stays in the folder and what goes, also with other processes.
@Timeout(60)
class KeptFilesTest {
  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("packed");
  }

  private PackedPlace place(String model) throws IOException {
    Path file = temporary.resolve(model);
    if (!Files.exists(file)) {
      Files.writeString(file, model);
    }
    List<FileStamp> stamps = List.of(FileStamp.of(file));
    return new PackedPlace(new PackedFolder(folder(), 0, 0), stamps, ModelIdentity.of(stamps));
  }

  /// Keeps a little matrix for a model.
  private Path keep(String model) throws IOException {
    try (Arena arena = Arena.ofShared()) {
      PackedPlace place = place(model);
      PackedMatrix matrix = PackedMatrix.of(3, 3, (row, column) -> row + column, arena);
      new PackedWriter(place, List.of(new NamedMatrix("sums", matrix))).write(new MemoryGuard());
      return place.files().packed(place.identity().name());
    }
  }

  private static Path used(Path packed) {
    return Path.of(packed.toString().replaceAll("packed$", "used"));
  }

  private static void age(Path packed, int days) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
    Files.setLastModifiedTime(packed, then);
    Files.setLastModifiedTime(used(packed), then);
  }

  @Test
  void whatNobodyNeedsGoesWhenSomethingIsWritten() throws IOException {
    Path stale = keep("changed.gguf");
    Path unused = keep("unused.gguf");
    Path young = keep("young.gguf");
    Path old = keep("old.gguf");
    Path gone = keep("gone.gguf");
    age(unused, 31);
    age(young, 29);
    age(old, 400);
    Files.setLastModifiedTime(used(old), FileTime.from(Instant.now()));
    Files.delete(temporary.resolve("gone.gguf"));
    Files.setLastModifiedTime(temporary.resolve("changed.gguf"), FileTime.fromMillis(0));
    Path leftover = Files.createFile(folder().resolve("dead.part"));
    Path unreadable = Files.writeString(folder().resolve("other-version.packed"), "?");
    for (Path file : List.of(stale, unused, young, old, gone)) {
      assertTrue(Files.exists(file) && Files.exists(used(file)), file.toString());
    }

    Path current = keep("changed.gguf");
    assertTrue(Files.exists(current));
    for (Path file : List.of(stale, unused, gone, leftover)) {
      assertFalse(Files.exists(file), file.toString());
    }
    for (Path file : List.of(used(stale), used(unused), used(gone))) {
      assertFalse(Files.exists(file), file.toString());
    }
    for (Path file : List.of(young, old, unreadable)) {
      assertTrue(Files.exists(file), file.toString());
    }
  }

  @Test
  void usingAFileIsNoted() throws IOException {
    Path file = keep("model.gguf");
    age(file, 400);
    FileTime written = Files.getLastModifiedTime(file);
    try (Arena arena = Arena.ofShared()) {
      assertNotNull(place("model.gguf").open(arena));
    }
    assertEquals(written, Files.getLastModifiedTime(file));
    keep("other.gguf");
    assertTrue(Files.exists(file));
  }

  @Test
  void cleaningDeletesEverythingAndTellsHowMuch() throws IOException {
    assertEquals(0, new PackedFolder(folder()).clean());
    assertEquals(0, new PackedFolder(folder()).bytes());
    long bytes = Files.size(keep("one.gguf")) + Files.size(keep("two.gguf"));
    Files.write(folder().resolve("dead.part"), new byte[10]);
    assertEquals(bytes + 10, new PackedFolder(folder()).bytes());
    assertEquals(bytes + 10, new PackedFolder(folder()).clean());
    try (var files = Files.list(folder())) {
      assertEquals(List.of("lock"), files.map(f -> f.getFileName().toString()).toList());
    }
    assertNotNull(keep("one.gguf"));
  }

  /// The other process writes `dead.part` under the lock and is killed.
  @Test
  void anotherProcessIsWaitedForAndItsLeftoversGo() throws Exception {
    Files.createDirectories(folder());
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('!', other.getInputStream().read());
      assertNull(FolderLock.tryToTake(folder()));
      assertEquals(5, new PackedFolder(folder()).bytes());
      assertEquals(0, new PackedFolder(folder()).clean());
      CompletableFuture<Path> mine =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return keep("model.gguf");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertTrue(Files.exists(folder().resolve("dead.part")));
      other.destroyForcibly().waitFor();
      assertTrue(Files.exists(mine.get()));
      assertFalse(Files.exists(folder().resolve("dead.part")));
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /// Another process that writes.
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      try (FolderLock _ = FolderLock.take(folder)) {
        Files.write(folder.resolve("dead.part"), new byte[5]);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        out.write('!');
        out.flush();
        System.in.read();
      }
    }
  }
}
