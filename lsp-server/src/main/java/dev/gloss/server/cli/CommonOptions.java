package dev.gloss.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// What every command has: help, `--json`, `--verbose`, and one way to print a result.
final class CommonOptions {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Tell what this command does.")
  private boolean help;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(names = "--verbose", description = "Log more, and print stack traces.")
  private void verbose(boolean verbose) {
    if (verbose) {
      Logging.verbose();
    }
  }

  /// Whether one JSON document is asked for.
  boolean isJson() {
    return json;
  }

  /// Prints the result in the form that was asked for.
  ///
  /// @param document a record, whose components become fields in snake case
  /// @param text the same for a person, without a line end at its end
  void print(Object document, String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? toJson(document) : text);
    out.flush();
  }

  /// One JSON document in one line.
  static String toJson(Object document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that is no JSON: " + document, e);
    }
  }
}
