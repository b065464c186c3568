package dev.gloss.server.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// Where the process starts.
public final class Main {
  private Main() {}

  /// Runs one command and exits with 0 (done), 1 (failed) or 2 (called wrongly).
  public static void main(String[] args) {
    PrintStream standardOutput = System.out;
    // Standard output belongs to the result, or to the protocol: nothing else may reach it.
    System.setOut(System.err);
    StandardStreams streams = new StandardStreams(System.in, standardOutput);
    int status = run(args, streams, System.err, Surroundings.ofThisProcess());
    if (status != 0) {
      // What went wrong is read before the next prompt.
      LauncherFilter.drain();
    }
    System.exit(status);
  }

  /// Runs one command with these streams.
  ///
  /// @return the exit status
  static int run(
      String[] args, StandardStreams streams, PrintStream err, Surroundings surroundings) {
    Logging.configure();
    CommandLine commandLine =
        new CommandLine(new GlossCommand(surroundings), new CommandFactory(streams));
    commandLine.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Failures::report);
    commandLine.setParameterExceptionHandler(Failures::reportUsage);
    return commandLine.execute(args);
  }
}
