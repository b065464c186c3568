package dev.gloss.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss bench index`: what an index of a folder's code takes.
@Command(
    name = "index",
    description = {
      "Make an index of a folder's code, as the language server does, and measure what it takes"
          + " and",
      "how fast it is. The folder is left as it is, the index thrown away."
    })
final class BenchIndexCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FOLDER", description = "The folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--queries",
      defaultValue = "200",
      paramLabel = "N",
      description = "Places for which code is looked for (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(names = "--in-memory", description = "Have it in memory, not on the disk.")
  private boolean inMemory;

  @Override
  public Integer call() throws IOException {
    if (queries < 1 || !Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "expected a folder and --queries >= 1, got %s and %d".formatted(folder, queries));
    }
    try (TemporaryFolder cache = inMemory ? null : TemporaryFolder.called("gloss-index")) {
      Path path = cache == null ? null : cache.path();
      IndexBench.Result result = new IndexBench(folder.toRealPath(), path, queries).run();
      common.print(result, result.text());
    }
    return 0;
  }
}
