package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The small GGUF files whose results reference code gave, by the names of their files.
///
/// `-Dgloss.golden.gguf=FOLDER` takes all of a folder instead of those among the test resources,
/// which leave some out to keep the repository small.
///
/// @param name of the file, or of the split, without its end
public record GoldenGguf(String name) {
  private static final String OTHER_FOLDER = System.getProperty("gloss.golden.gguf", "");

  /// All of them.
  public static List<GoldenGguf> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> new GoldenGguf(name.substring(0, name.length() - ".json".length())))
          .sorted(Comparator.comparing(GoldenGguf::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder that they are in.
  public static Path folder() {
    return OTHER_FOLDER.isEmpty() ? GoldenModel.resource("/golden/gguf") : Path.of(OTHER_FOLDER);
  }

  /// The file, or the first part of the split, read-only for tests.
  public Path file() {
    return folder().resolve(golden().get("file").textValue());
  }

  /// What it must give.
  public JsonNode golden() {
    return GoldenModel.json(folder().resolve(name + ".json"));
  }

  @Override
  public String toString() {
    return name;
  }
}
