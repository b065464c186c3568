package dev.gloss.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The tokenizers among the test resources, unpacked where they are packed, once for all tests of a
/// run.
final class GoldenTokenizers {
  /// Of full size, packed.
  private static final List<String> FULL_SIZE = List.of("deepseek-v2", "deepseek-v3");

  /// Small vocabularies with the pre-tokenizers of their families.
  static final List<String> SMALL =
      List.of("deepseek-coder", "glm4", "llama3", "qwen2", "r1-qwen", "starcoder");

  static final List<String> FAMILIES = Stream.concat(FULL_SIZE.stream(), SMALL.stream()).toList();

  private static final ConcurrentHashMap<String, Path> FOLDERS = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<String, BpeTokenizer> LOADED = new ConcurrentHashMap<>();

  private GoldenTokenizers() {}

  /// The tokenizer of a family, shared by all tests.
  static BpeTokenizer load(String family) {
    return LOADED.computeIfAbsent(family, name -> BpeTokenizer.load(folder(name)));
  }

  /// A temporary folder with `tokenizer.json` and `tokenizer_config.json` of a family.
  static Path folder(String family) {
    return FOLDERS.computeIfAbsent(family, GoldenTokenizers::unpack);
  }

  /// A JSON file that lies beside a family's tokenizer.
  static JsonNode json(String family, String file) {
    return GoldenModel.json(resource(family, file));
  }

  /// The elements of an array of strings.
  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.textValue()));
    return strings;
  }

  private static Path unpack(String family) {
    if (SMALL.contains(family)) {
      return GoldenModel.resource("/golden/dense/tokenizer/" + family);
    }
    try {
      Path folder = Files.createTempDirectory("gloss-" + family);
      Path file = folder.resolve("tokenizer.json");
      Path config = folder.resolve("tokenizer_config.json");
      // Deletion runs in the reverse order, so the folder goes last.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      config.toFile().deleteOnExit();
      try (InputStream packed = Files.newInputStream(resource(family, "tokenizer.json.gz"))) {
        Files.copy(new GZIPInputStream(packed), file);
      }
      Files.copy(resource(family, "tokenizer_config.json"), config);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resource(String family, String file) {
    String folder = SMALL.contains(family) ? "/golden/dense/tokenizer/" : "/golden/tokenizer/";
    return GoldenModel.resource(folder + family + "/" + file);
  }
}
