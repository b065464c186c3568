package dev.gloss.server.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/// Where the process starts.
public final class Main {
  private Main() {}

  /// Runs one command and exits with 0 (done), 1 (failed) or 2 (called wrongly).
  public static void main(String[] args) {
    PrintStream standardOutput = System.out;
    // Standard output belongs to the result, or to the protocol: nothing else may reach it.
    System.setOut(System.err);
    System.exit(run(args, System.in, standardOutput, System.err));
  }

  /// Runs one command with these streams.
  ///
  /// @return the exit status
  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    Logging.configure();
    CommandLine commandLine =
        new CommandLine(new GlossCommand(), new CommandFactory(new StandardStreams(in, out)));
    for (String name : List.of("pull", "models")) {
      commandLine.addSubcommand(name, new NotBuiltYetCommand());
    }
    commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Failures::report);
    commandLine.setParameterExceptionHandler(Failures::reportUsage);
    return commandLine.execute(args);
  }
}
