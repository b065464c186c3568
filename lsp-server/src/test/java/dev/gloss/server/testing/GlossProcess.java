package dev.gloss.server.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to start `gloss` as a process of its own from the classes under test.
public final class GlossProcess {
  private GlossProcess() {}

  /// The folder of the repository.
  public static Path root() {
    return Path.of(System.getProperty("gloss.root", "..")).toAbsolutePath().normalize();
  }

  /// The embedded model.
  public static Path embeddedModel() {
    return root().resolve("inference/embedded-model");
  }

  /// The command line of `gloss` with these words, with the launcher's settings of the JVM.
  public static List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgloss.home=" + root(),
                // Nobody's own settings and models are to decide a test.
                "-Duser.home=" + root().resolve("target/nobody"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.gloss.server.cli.Main"));
    command.addAll(List.of(words));
    return command;
  }
}
