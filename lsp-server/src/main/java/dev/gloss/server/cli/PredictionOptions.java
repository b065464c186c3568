package dev.gloss.server.cli;

import dev.gloss.server.eval.CaseFile;
import dev.gloss.server.eval.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where what came of an evaluation goes, case by case, and whether it is gone on with.
final class PredictionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--predictions",
      paramLabel = "OUT.jsonl",
      description = "Write a line of JSON there for each case: its id and what came of it.")
  private @Nullable Path predictions;

  @Option(
      names = "--resume",
      description = "Go on with the file of --predictions, asked in the same way.")
  private boolean resume;

  /// What an earlier run left in the file, if it is to be gone on with.
  <T> List<T> known(Class<T> type) throws IOException {
    if (resume && predictions == null) {
      throw new ParameterException(command.commandLine(), "--resume needs --predictions");
    }
    if (!resume || predictions == null || !Files.exists(predictions)) {
      return List.of();
    }
    PredictionFile.dropUnfinishedLine(predictions);
    return CaseFile.readIfAny(predictions, type);
  }

  /// The file; the caller closes it.
  PredictionFile open() throws IOException {
    return resume ? PredictionFile.resume(predictions) : PredictionFile.open(predictions);
  }

  /// Where records go, with a line now and then that tells how far it is.
  ///
  /// @param id names the case of a record
  /// @param noun what is counted
  /// @param asked how many there are in all
  <T> RunLog<T> log(
      List<T> known, Function<T, String> id, PredictionFile file, String noun, int asked) {
    boolean terminal = Surroundings.of(command).terminal() != null;
    CountLines lines =
        new CountLines(command.commandLine().getErr(), terminal, noun, System::nanoTime);
    int total = asked - known.size();
    AtomicInteger done = new AtomicInteger();
    return new RunLog<>(
        known,
        id,
        record -> {
          file.write(record);
          int count = done.incrementAndGet();
          lines.show(count, total, "");
          if (count == total) {
            lines.end();
          }
        });
  }
}
