package dev.gloss.server.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine. Where it is missing the test is skipped and says why; with
/// `CI=true` in the environment that is a failure.
public final class Needs {
  private Needs() {}

  /// A program on `PATH`.
  ///
  /// @return its path
  public static Path program(String name) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(
        () -> {
          missing("the program '" + name + "' is not on PATH");
          return new AssertionError("not reached");
        });
  }

  /// A folder or file.
  public static Path file(Path file, String what) {
    that(Files.exists(file), what + " is missing: " + file);
    return file;
  }

  /// Anything else.
  ///
  /// @param reason what is missing, where it does not hold
  public static void that(boolean holds, String reason) {
    if (!holds) {
      missing(reason);
    }
  }

  private static void missing(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(reason + " (a skip is a failure with CI=true)");
    }
    Assumptions.abort(reason);
  }
}
