package dev.gloss.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where predictions are written, one JSON object a line; nowhere when no file was named.
final class PredictionFile implements AutoCloseable {
  private final Writer writer;

  private PredictionFile(Writer writer) {
    this.writer = writer;
  }

  /// Creates the file.
  ///
  /// @throws IOException if it cannot be written
  static PredictionFile open(@Nullable Path file) throws IOException {
    return new PredictionFile(file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
  }

  /// Goes on with a file that an earlier run began; without one, or with none named, as [#open].
  ///
  /// @throws IOException if it cannot be written
  static PredictionFile resume(@Nullable Path file) throws IOException {
    return file == null || !Files.exists(file)
        ? open(file)
        : new PredictionFile(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
  }

  /// Takes off what a run that was ended in the middle of a line left behind the last whole one.
  ///
  /// @throws IOException if the file cannot be read or written
  static void dropUnfinishedLine(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      Files.write(file, Arrays.copyOf(bytes, end));
    }
  }

  /// Adds a line.
  ///
  /// @param prediction a record
  void write(Object prediction) {
    try {
      writer.write(CommonOptions.toJson(prediction));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("predictions cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
