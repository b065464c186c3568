package dev.gloss.server.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What became of the texts that a person was shown, from one process to the next:
/// `acceptance.json` beside the settings. It holds three numbers, and nothing of the texts. Where
/// it cannot be read or written, the person is unknown.
public final class AcceptanceFile {
  private static final String NAME = "acceptance.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable Counts pending;

  /// Texts of which it is known what became of them, each counting for less as others follow.
  ///
  /// @param expected how many of them were to be kept, by their chances
  /// @param kept how many were
  /// @param total how many they are
  public record Counts(double expected, double kept, double total) {
    /// Nobody was shown anything.
    public static final Counts NONE = new Counts(0, 0, 0);

    private boolean isSound() {
      return expected >= 0 && kept >= 0 && expected <= total && kept <= total && total < 1e6;
    }
  }

  /// @param folder that of [UserFolders#config()]; need not exist
  public AcceptanceFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /// What is known of the person; [Counts#NONE] where nothing is.
  public Counts read() {
    try {
      return Files.exists(file)
          ? Optional.ofNullable(JSON.readValue(file.toFile(), Counts.class))
              .filter(Counts::isSound)
              .orElse(Counts.NONE)
          : Counts.NONE;
    } catch (IOException e) {
      return Counts.NONE;
    }
  }

  /// Writes it down some time soon. Returns at once.
  public void write(Counts counts) {
    if (isFirst(counts)) {
      Thread.ofVirtual().name("gloss-acceptance").start(this::writePending);
    }
  }

  private synchronized boolean isFirst(Counts counts) {
    boolean first = pending == null;
    pending = counts;
    return first;
  }

  private synchronized @Nullable Counts takePending() {
    Counts counts = pending;
    pending = null;
    return counts;
  }

  private void writePending() {
    writing.lock();
    try {
      Counts counts = takePending();
      if (counts != null) {
        write(file.toAbsolutePath(), counts);
      }
    } finally {
      writing.unlock();
    }
  }

  private static void write(Path file, Counts counts) {
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, NAME, ".new");
      try {
        JSON.writeValue(fresh.toFile(), counts);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      // The next process knows nothing of the person.
    }
  }
}
