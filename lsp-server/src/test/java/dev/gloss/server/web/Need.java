package dev.gloss.server.web;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine. Where it is missing the test is skipped and says why; on a
/// machine that checks everything (`CI=true`) it fails.
final class Need {

  private Need() {}

  /// Goes on only if this holds.
  static void that(boolean holds, String reason) {
    if (!holds && "true".equals(System.getenv("CI"))) {
      Assertions.fail(reason + ", and with CI=true nothing may be skipped");
    }
    Assumptions.assumeTrue(holds, reason);
  }

  /// A program of the search path.
  static Optional<Path> program(String name) {
    String path = System.getenv("PATH");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path == null ? "" : path)
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
