package dev.gloss.server.cli;

import dev.gloss.server.config.MemorySize;
import dev.gloss.server.typing.PlaceChoice;
import dev.gloss.server.typing.SourceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// In which files somebody types, and how the places in them are chosen.
final class PlaceOptions {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Java files and folders of such; each is counted as a group, too.")
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Chooses the places (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--longest-file",
      defaultValue = "200K",
      paramLabel = "SIZE",
      description = "Pass over files with more characters (default: ${DEFAULT-VALUE}).")
  private String longestFile = "200K";

  long seed() {
    return seed;
  }

  /// Chooses among the places of all files.
  ///
  /// @param series another one has other places for the same seed
  /// @throws IOException if a file cannot be read
  PlaceChoice choice(long series) throws IOException {
    List<SourceGroup> groups = JavaSources.read(sources, MemorySize.parse(longestFile));
    return new PlaceChoice(groups, series + seed);
  }

  /// The folders of the workspace: those that were named, and those of files that were.
  List<Path> folders() {
    return sources.stream()
        .map(path -> path.toAbsolutePath().normalize())
        .map(path -> Files.isDirectory(path) ? path : path.resolveSibling(""))
        .distinct()
        .toList();
  }
}
