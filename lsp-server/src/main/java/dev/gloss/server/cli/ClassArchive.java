package dev.gloss.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the archive of loaded classes with which the launchers start sooner, as the last step of
/// the build: the classes that a short session with an editor needs are listed and dumped by a
/// process of its own, so that no process that serves somebody has to do it when it ends.
///
/// Without an archive everything works, a second later; so nothing here fails the build.
public final class ClassArchive {
  private static final long SESSION_SECONDS = 60;
  private static final long DUMP_SECONDS = 120;

  private final Path app;
  private final Path home;
  private final Path jar;
  private final Path options;

  /// @param app the folder of the program
  /// @param home the repository's
  /// @param jar the program's own jar, which names the others
  private ClassArchive(Path app, Path home, Path jar) {
    this.app = app;
    this.home = home;
    this.jar = jar;
    this.options = home.resolve("lsp-server/jvm.options");
  }

  /// Makes the archive, and marks the program as built.
  ///
  /// @param args the folder of the program, and the repository's
  /// @throws IOException if the program cannot be marked
  public static void main(String[] args) throws IOException {
    Path app = Path.of(args[0]).toAbsolutePath();
    Path home = Path.of(args[1]).toAbsolutePath();
    try {
      new ClassArchive(app, home, app.resolve("lib/gloss.jar")).make();
    } catch (IOException | UncheckedIOException e) {
      System.err.println("gloss: starts without an archive of classes: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.writeString(app.resolve("built"), "");
  }

  private void make() throws IOException, InterruptedException {
    Path archive = app.resolve("gloss.jsa");
    Path made = app.resolve("gloss.jsa.new");
    Path classes = app.resolve("classes.list");
    Files.deleteIfExists(archive);
    try {
      record(classes);
      List<String> dump =
          command(
              "-Xshare:dump", "-XX:SharedClassListFile=" + classes, share(made), "-cp", "" + jar);
      run(dump, DUMP_SECONDS);
      // It is of no use if it is not taken whole.
      List<String> check = command("-Xshare:on", share(made), "-cp", "" + jar, main(), "--version");
      run(check, DUMP_SECONDS);
      Files.move(made, archive);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(classes);
    }
  }

  private static String share(Path archive) {
    return "-XX:SharedArchiveFile=" + archive;
  }

  private static String main() {
    return Main.class.getName();
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + options);
    command.addAll(Arrays.asList(words));
    return command;
  }

  private static void run(List<String> command, long seconds)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("it took more than " + seconds + " seconds");
    }
    if (process.exitValue() != 0) {
      throw new IOException("the virtual machine ended with " + process.exitValue());
    }
  }

  /// Lists the classes of one session.
  private void record(Path classes) throws IOException, InterruptedException {
    List<String> command =
        command(
            "-XX:DumpLoadedClassList=" + classes,
            "-Dgloss.home=" + home,
            // Nobody's own settings and models are to decide what is archived.
            "-Duser.home=" + app.resolve("nobody"),
            "-cp",
            jar.toString(),
            main(),
            "lsp");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    try (ArchiveSession session = new ArchiveSession(builder.start())) {
      session.run(SESSION_SECONDS);
    }
  }
}
