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
import dev.gloss.server.eval.Percentile;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
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
  record Result(
      String text,
      int tokens,
      double latencyMs,
      double firstMs,
      boolean shown,
      double chance,
      @Nullable String reason,
      @Nullable String note) {}

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
    try (OpenModel model = engine.open()) {
      LocalEngine opened = model.engine();
      Completer completer = new Completer(model.forAssistant(), new TraceHub(), new StatusBoard());
      if (repeat > 1) {
        // To be measured as the server does it, which warms up while an editor starts.
        opened.warmUp().join();
        CompletionWarmUp.of(opened);
      }
      Settings settings = Surroundings.of(spec).settings(spec);
      Optional<Silence> silence = DocumentSilence.of(query, settings.languages(), opened.model());
      Result result = measure(completer, query, model.suited(settings.completion()), silence);
      common.print(result, result.text());
    }
    return 0;
  }

  private Result measure(
      Completer completer,
      CompletionQuery query,
      Settings.Completion settings,
      Optional<Silence> silenceOfAll) {
    double[] millis = new double[repeat];
    Completion completion;
    int asked = 0;
    do {
      long start = System.nanoTime();
      completion = completer.predict(query, settings, new Cancellation()).completion();
      millis[asked] = (System.nanoTime() - start) / 1e6;
    } while (++asked < repeat);
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
        silence == null ? null : silence.sentence());
  }
}
