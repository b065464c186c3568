package dev.gloss.server.cli;

import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.assist.CompletionWarmUp;
import dev.gloss.server.assist.DocumentSilence;
import dev.gloss.server.assist.Silence;
import dev.gloss.server.config.Settings;
import dev.gloss.server.eval.IndexedProjects;
import dev.gloss.server.eval.Percentile;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceQuotation;
import dev.gloss.server.workspace.ExcludedPaths;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss complete`: what the model would write at a place.
@Command(
    name = "complete",
    description = "Complete at a place, without holding back what the model is unsure of.")
final class CompleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();

  @Parameters(
      paramLabel = "FILE:LINE:COL",
      converter = Place.Converter.class,
      description = "The place; lines and columns count from 1, columns in UTF-16 units.")
  private Place place = new Place(Path.of(""), 1, 1);

  @Option(
      names = "--repeat",
      defaultValue = "1",
      paramLabel = "N",
      description = "Ask N times in this process, to measure (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--project",
      paramLabel = "FOLDER",
      description = "Let the model read similar code of this folder's other files, too.")
  private @Nullable Path project;

  @Option(
      names = "--show-prompt",
      description = "Tell what the model reads, and which other files stand in it.")
  private boolean showPrompt;

  /// What is printed as JSON.
  ///
  /// @param text the completion; empty where there is none
  /// @param tokens generated tokens that are part of it
  /// @param latencyMs median time of the last two thirds of the requests
  /// @param firstMs time of the first request, when nothing was cached
  /// @param shown whether somebody who types there would be shown it
  /// @param chance that a person would keep its first line
  /// @param reason why it would not be shown, in a word for programs; null where it would
  /// @param note the same in a sentence
  /// @param prompt what the model reads; null unless it was asked for
  /// @param others code of other files that stands in it; null likewise
  record Result(
      String text,
      int tokens,
      double latencyMs,
      double firstMs,
      boolean shown,
      double chance,
      @Nullable String reason,
      @Nullable String note,
      @Nullable String prompt,
      @Nullable List<TraceQuotation> others) {

    /// The same for a person.
    String forPerson() {
      if (prompt == null || others == null) {
        return text;
      }
      StringBuilder lines = new StringBuilder(prompt).append("\n----\n");
      for (TraceQuotation other : others) {
        lines.append(
            "%s:%d-%d: %s%n"
                .formatted(other.file(), other.firstLine(), other.lastLine(), other.reason()));
      }
      return lines.append(text).toString();
    }
  }

  @Override
  public Integer call() throws IOException {
    if (repeat < 1) {
      throw new ParameterException(
          spec.commandLine(), "--repeat must be at least 1, got " + repeat);
    }
    SourceFile file = SourceFile.forPrompt(place.file(), Surroundings.of(spec).settings(spec));
    CompletionQuery query =
        new CompletionQuery(
            file.uri(),
            file.languageId(),
            file.text(),
            file.offset(place.line(), place.column()),
            true);
    try (OpenModel model = engine.open();
        IndexedProjects code = project == null ? null : new IndexedProjects(project, admitted())) {
      LocalEngine opened = model.engine();
      TraceHub hub = new TraceHub();
      Completer completer = new Completer(model.forAssistant(), hub, new StatusBoard());
      if (repeat > 1) {
        // To be measured as the server does it, which warms up while an editor starts.
        opened.warmUp().join();
        CompletionWarmUp.of(opened);
      }
      Settings settings = Surroundings.of(spec).settings(spec);
      if (code != null) {
        query = query.with(code.whole());
      }
      Optional<Silence> silence = DocumentSilence.of(query, settings.languages(), opened.model());
      Result result = measure(completer, query, model.suited(settings.completion()), silence, hub);
      common.print(result, result.forPerson());
    }
    return 0;
  }

  /// What a server would read of the project.
  private Predicate<Path> admitted() {
    Settings settings = Surroundings.of(spec).settings(spec);
    List<Path> roots = List.of(Objects.requireNonNull(project).toAbsolutePath().normalize());
    PromptAdmission admission = new PromptAdmission();
    ExcludedPaths excluded = new ExcludedPaths(settings.context().exclude());
    return file ->
        !excluded.contain(file, roots)
            && admission.refusal(file, roots, settings.privacy().gitignore()).isEmpty();
  }

  private Result measure(
      Completer completer,
      CompletionQuery query,
      Settings.Completion settings,
      Optional<Silence> silenceOfAll,
      TraceHub hub) {
    double[] millis = new double[repeat];
    Completion completion;
    int asked = 0;
    do {
      long start = System.nanoTime();
      completion = completer.predict(query, settings, new Cancellation()).completion();
      millis[asked] = (System.nanoTime() - start) / 1e6;
    } while (++asked < repeat);
    TraceEvent.Prompt prompt = showPrompt ? prompt(hub, completion.request()) : null;
    double[] warm = Arrays.copyOfRange(millis, repeat / 3, repeat);
    Silence silence = completion.unless(silenceOfAll).silence();
    return new Result(
        completion.text(),
        completion.tokens(),
        Percentile.of(warm, 0.5),
        millis[0],
        silence == null,
        Math.round(1000 * completion.chance()) / 1000.0,
        silence == null ? null : silence.reason(),
        silence == null ? null : silence.sentence(),
        prompt == null ? null : prompt.text(),
        prompt == null ? null : prompt.others());
  }

  private static TraceEvent.@Nullable Prompt prompt(TraceHub hub, String request) {
    for (TraceEvent event : hub.history(request)) {
      if (event instanceof TraceEvent.Prompt prompt) {
        return prompt;
      }
    }
    return null;
  }
}
