package dev.gloss.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The working tree under test.
final class Repository {
  private static final List<String> MODULES = List.of("inference", "prompts", "lsp-server");

  private Repository() {}

  /// The folder of the top `pom.xml`; the build passes it on.
  static Path root() {
    String root = System.getProperty("gloss.root");
    Path folder = root == null ? Path.of("").toAbsolutePath() : Path.of(root);
    while (folder != null && !Files.isDirectory(folder.resolve("lsp-server/src"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no repository above " + root);
    }
    return folder;
  }

  /// Every Java source below these folders of each module, for example `src/main/java`.
  static List<Path> javaSources(String... sourceFolders) {
    return MODULES.stream()
        .flatMap(module -> Stream.of(sourceFolders).map(root().resolve(module)::resolve))
        .filter(Files::isDirectory)
        .flatMap(Repository::javaFiles)
        .sorted()
        .toList();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
