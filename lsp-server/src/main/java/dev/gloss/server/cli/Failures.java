package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns whatever went wrong into one line on standard error and an exit status, in one place.
final class Failures {
  private Failures() {}

  /// A command failed: one line, and the stack trace with `--verbose`.
  ///
  /// @return 1, or 2 where the command was called wrongly
  static int report(Exception failure, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    err.println("gloss: " + oneLine(failure));
    if (parsed.expandedArgs().contains("--verbose")) {
      failure.printStackTrace(err);
    }
    return failure instanceof ParameterException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  /// The command line could not be read.
  ///
  /// @return 2
  static int reportUsage(ParameterException failure, String[] args) {
    CommandLine commandLine = failure.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("gloss: " + oneLine(failure));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println(
          "Try '" + commandLine.getCommandSpec().qualifiedName() + " --help' for what there is.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    String text =
        switch (failure) {
          case NoSuchFileException missing -> missing.getFile() + ": no such file";
          case ModelException model -> String.valueOf(model.getMessage());
          case ParameterException usage -> String.valueOf(message);
          case IllegalArgumentException argument when message != null -> message;
          case IOException io when message != null -> message;
          default ->
              message == null
                  ? failure.getClass().getSimpleName()
                  : failure.getClass().getSimpleName() + ": " + message;
        };
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
