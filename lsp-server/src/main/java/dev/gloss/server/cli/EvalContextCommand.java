package dev.gloss.server.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.server.eval.CaseFile;
import dev.gloss.server.eval.ContextSample;
import dev.gloss.server.eval.ContextSampling;
import dev.gloss.server.eval.FimCase;
import dev.gloss.server.eval.IndexedProjects;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gloss eval context`: the samples to which the weights of the ranker are fitted.
@Command(
    name = "context",
    description =
        "Write down what each piece of a project's other files brings to the missing lines of"
            + " cases; docs/measure/context.py fits the weights that choose among them.")
final class EvalContextCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();

  @Option(
      names = "--cases",
      required = true,
      paramLabel = "F.jsonl",
      description = "The cases, one JSON object a line; those of one line are taken.")
  private Path cases = Path.of("");

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take N cases, evenly spread over the file.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--project",
      required = true,
      paramLabel = "FOLDER",
      description =
          "The files around those of the cases (fields path, and library where FOLDER has a folder"
              + " for each).")
  private Path project = Path.of("");

  @Option(
      names = "--prompt-tokens",
      defaultValue = "1024",
      paramLabel = "N",
      description =
          "Tokens of a case's own file that the model reads at most (default: ${DEFAULT-VALUE}).")
  private int promptTokens;

  @Option(
      names = "--samples",
      required = true,
      paramLabel = "OUT.jsonl",
      description = "Where the samples are written, a line of JSON each.")
  private Path samples = Path.of("");

  /// What is printed as JSON.
  ///
  /// @param model its name
  /// @param cases of which samples were made
  /// @param samples that were written
  record Result(String model, int cases, int samples) {}

  @Override
  public Integer call() throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1, got " + limit);
    }
    List<FimCase> lines =
        CaseFile.read(cases, FimCase.class).stream().filter(FimCase::isSingleLine).toList();
    List<FimCase> chosen = CaseFile.spread(lines, limit);
    boolean terminal = Surroundings.of(spec).terminal() != null;
    CountLines count =
        new CountLines(spec.commandLine().getErr(), terminal, "cases", System::nanoTime);
    int written = 0;
    try (OpenModel model = engine.open();
        IndexedProjects projects = new IndexedProjects(project, path -> true);
        BufferedWriter out = Files.newBufferedWriter(samples)) {
      model.engine().warmUp().join();
      ContextSampling sampling =
          new ContextSampling(
              model.engine(),
              model.engine()::negativeLogLikelihoods,
              model.measured().form(),
              projects,
              promptTokens);
      for (int i = 0; i < chosen.size(); i++) {
        for (ContextSample sample : sampling.of(chosen.get(i))) {
          out.write(JSON.writeValueAsString(sample));
          out.newLine();
          written++;
        }
        out.flush();
        count.show(i + 1, chosen.size(), "");
      }
      count.end();
      Result result = new Result(model.engine().model().name(), chosen.size(), written);
      common.print(result, "%d samples of %d cases".formatted(written, chosen.size()));
    }
    return 0;
  }
}
