package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Failed;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationEvent.Started;
import dev.gloss.inference.GenerationEvent.Token;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What drafts gain: the same texts written without and with them, one right after the other, so
/// that whatever else the machine does hits both. Texts have to be the same.
///
/// @param engine runs the model
/// @param speculation who drafts
/// @param tokens written each time
/// @param rounds how often each text is written in both ways
record DraftBench(Engine engine, Speculation speculation, int tokens, int rounds) {

  /// What is printed as JSON.
  ///
  /// @param method who drafted
  /// @param draftTokens how far ahead at most
  /// @param kinds what was found, a kind of text each
  record Result(String method, int draftTokens, List<Gain> kinds) {}

  /// What drafts gained with one kind of text.
  ///
  /// @param kind `repeat`, `rename` or `fresh`
  /// @param ratio the median over the pairs of tokens a second with drafts to those without
  /// @param pairs all of them, in order
  /// @param plainTokensPerSecond of the fastest round without drafts
  /// @param draftedTokensPerSecond of the fastest round with drafts
  /// @param drafted tokens drafted, over all rounds
  /// @param accepted how many of them were right
  /// @param tokensPerPass tokens written a pass of the model with drafts
  record Gain(
      String kind,
      double ratio,
      List<Double> pairs,
      double plainTokensPerSecond,
      double draftedTokensPerSecond,
      int drafted,
      int accepted,
      double tokensPerPass) {

    private String line() {
      return String.format(
          Locale.ROOT,
          "%-6s  %.2f times as fast (%.1f tokens/s, %.1f without), %.2f tokens a pass, %d of %d"
              + " drafts right",
          kind,
          ratio,
          draftedTokensPerSecond,
          plainTokensPerSecond,
          tokensPerPass,
          accepted,
          drafted);
    }
  }

  /// A text that was written.
  private record Written(List<Integer> ids, GenerationStats stats) {}

  /// Measures all kinds of text.
  ///
  /// @throws IllegalArgumentException if a text does not fit into the model's context
  /// @throws IllegalStateException if drafts changed a text, which they never may
  Result run() {
    // Once for nobody: caches are filled and code is compiled.
    for (DraftBenchText text : DraftBenchText.values()) {
      write(text, Speculation.OFF);
      write(text, speculation);
    }
    List<Gain> gains = new ArrayList<>();
    for (DraftBenchText text : DraftBenchText.values()) {
      gains.add(gain(text));
    }
    String method = speculation.method().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Result(method, speculation.draftTokens(), gains);
  }

  private Gain gain(DraftBenchText text) {
    List<Double> pairs = new ArrayList<>();
    double plainRate = 0;
    double draftedRate = 0;
    int drafts = 0;
    int accepted = 0;
    int passes = 0;
    for (int round = 0; round < rounds; round++) {
      boolean plainFirst = round % 2 == 0;
      Written first = write(text, plainFirst ? Speculation.OFF : speculation);
      Written second = write(text, plainFirst ? speculation : Speculation.OFF);
      if (!first.ids().equals(second.ids())) {
        throw new IllegalStateException("drafts changed the text '" + text.kind() + "'");
      }
      GenerationStats plain = (plainFirst ? first : second).stats();
      GenerationStats drafted = (plainFirst ? second : first).stats();
      pairs.add(drafted.tokensPerSecond() / plain.tokensPerSecond());
      plainRate = Math.max(plainRate, plain.tokensPerSecond());
      draftedRate = Math.max(draftedRate, drafted.tokensPerSecond());
      drafts += drafted.drafted();
      accepted += drafted.accepted();
      passes += drafted.targetPasses();
    }
    return new Gain(
        text.kind(),
        median(pairs),
        pairs,
        plainRate,
        draftedRate,
        drafts,
        accepted,
        (double) rounds * (tokens - 1) / passes);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(half)) / 2;
  }

  private Written write(DraftBenchText text, Speculation drafting) {
    List<Integer> ids = new ArrayList<>();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(new Prompt.Text(text.prompt())), tokens)
            .withSpeculation(drafting)
            .withIgnoreEos(true);
    GenerationEvent last =
        engine
            .generate(
                request,
                event -> {
                  if (event instanceof Token token) {
                    ids.add(token.id());
                  }
                })
            .completion()
            .join();
    return switch (last) {
      case Finished finished -> new Written(ids, finished.stats());
      case Failed failed -> throw new IllegalArgumentException(failed.message());
      case Started _, Token _ -> throw new IllegalStateException("ended with " + last);
    };
  }

  /// The same for a person, a line a kind of text.
  static String text(Result result) {
    return result.kinds().stream().map(Gain::line).collect(Collectors.joining("\n"));
  }
}
