package dev.gloss.server.cli;

import dev.gloss.server.assist.Audience;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.assist.Explainer;
import dev.gloss.server.assist.ExplanationText;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss explain`: what a piece of code does.
@Command(
    name = "explain",
    description = "Explain the method around a line, or the lines of a range.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();

  @Parameters(
      paramLabel = "FILE:LINE[-LINE]",
      converter = LineRange.Converter.class,
      description = "The line, or the first and the last one; lines count from 1.")
  private LineRange lines = new LineRange(Path.of(""), 1, 1);

  @Option(
      names = "--explain-model",
      paramLabel = "MODEL",
      description = "The model for explanations, before what --model and the settings name.")
  private @Nullable String explainModel;

  /// What is printed as JSON.
  record Result(String think, String answer) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    SourceFile file = SourceFile.forPrompt(lines.file(), Surroundings.of(spec).settings(spec));
    ExplainQuery query = query(file);
    try (OpenModel model = engine.openToExplain(explainModel)) {
      Explainer explainer =
          new Explainer(
              model.engine(), model.requiredDialogue(), new TraceHub(), new StatusBoard());
      ExplanationText text =
          explainer.explain(query, Surroundings.of(spec).settings(spec), Audience.PANEL).await();
      if (text.failure() != null) {
        throw new IllegalArgumentException(text.failure());
      }
      common.print(new Result(text.think(), text.answer()), text.answer());
    }
    return 0;
  }

  private ExplainQuery query(SourceFile file) {
    int first = file.startOf(lines.first());
    Optional<ExplainQuery> query =
        lines.first() == lines.last()
            ? ExplainQuery.enclosing(file.uri(), file.languageId(), file.text(), first)
            : ExplainQuery.lines(
                file.uri(), file.languageId(), file.text(), first, file.startOf(lines.last()));
    return query.orElseThrow(
        () ->
            new IllegalArgumentException(
                "%s: line %d: no method is there; name the lines to explain as %s:%d-LINE"
                    .formatted(file.path(), lines.first(), file.path(), lines.first())));
  }
}
