package dev.gloss.server.cli;

import dev.gloss.server.typing.JavaFile;
import dev.gloss.server.typing.SourceGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Java files for a measurement, each operand of the command a group.
final class JavaSources {
  private static final Set<String> LEFT_OUT = Set.of("package-info.java", "module-info.java");

  private JavaSources() {}

  /// Reads the files; what is larger than `longest` or is not UTF-8 is passed over.
  ///
  /// @param operands files and folders
  /// @param longest characters of a file at most
  /// @throws IOException if one of them cannot be read
  /// @throws IllegalArgumentException if one of them has no Java file
  static List<SourceGroup> read(List<Path> operands, long longest) throws IOException {
    List<SourceGroup> groups = new ArrayList<>();
    for (Path operand : operands) {
      Path root = operand.toAbsolutePath().normalize();
      List<JavaFile> files = new ArrayList<>();
      for (Path path : javaFiles(root)) {
        read(root, path, longest, files);
      }
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            operand + ": has no Java file of up to " + longest + " characters");
      }
      String name = String.valueOf(root.getFileName());
      boolean taken = groups.stream().anyMatch(group -> group.name().equals(name));
      groups.add(new SourceGroup(taken ? root.toString() : name, files));
    }
    return groups;
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new IOException(root + ": no such file or folder");
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !LEFT_OUT.contains(String.valueOf(path.getFileName())))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void read(Path root, Path path, long longest, List<JavaFile> files)
      throws IOException {
    if (Files.size(path) > 4 * longest) {
      return;
    }
    try {
      String text = Files.readString(path);
      if (text.length() <= longest) {
        Path folder = Files.isDirectory(root) ? root : root.resolveSibling("");
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.add(new JavaFile(name, path.toUri().toString(), text));
      }
    } catch (CharacterCodingException e) {
      // Nobody types in it with an editor that speaks UTF-8.
    }
  }
}
