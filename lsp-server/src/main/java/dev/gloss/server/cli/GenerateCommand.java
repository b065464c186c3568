package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Failed;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationEvent.Started;
import dev.gloss.inference.GenerationEvent.Token;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gloss generate`: what the model writes after a prompt.
@Command(name = "generate", description = "Let the model go on after a prompt.")
final class GenerateCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();
  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private SpeculationOptions speculation = new SpeculationOptions();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--max-tokens",
      defaultValue = "64",
      paramLabel = "N",
      description = "Tokens to generate at most (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(names = "--ignore-eos", description = "Go on after the end-of-sentence token.")
  private boolean ignoreEos;

  /// What is read first: text or ids.
  private static final class Source {
    @Option(
        names = "--prompt",
        paramLabel = "TEXT",
        description =
            "Text, in which special tokens are recognised; the beginning-of-sentence token is put"
                + " before it where the model's add_bos_token says so.")
    private @Nullable String prompt;

    @Option(
        names = "--ids",
        paramLabel = "1,2,3",
        converter = IdList.Converter.class,
        description = "Token ids, taken as they are.")
    private @Nullable IdList ids;

    Prompt prompt(Tokenizer tokenizer) {
      List<Integer> all = new ArrayList<>();
      if (prompt != null) {
        if (tokenizer.addBosToken()) {
          tokenizer.bosId().ifPresent(all::add);
        }
        Arrays.stream(tokenizer.encode(prompt)).forEach(all::add);
      } else if (ids != null) {
        Arrays.stream(ids.ids()).forEach(all::add);
      }
      return Prompt.of(new Prompt.Ids(all));
    }
  }

  /// What is printed as JSON.
  record Result(
      @JsonProperty("ids") List<Integer> ids,
      String text,
      FinishReason finishReason,
      int promptTokens,
      int drafted,
      int accepted,
      int targetPasses,
      double tokensPerSecond) {}

  @Override
  public Integer call() {
    Sampling drawing = sampling.sampling();
    // What is wrong with the options is told before a model is opened.
    speculation.speculation(Speculation.AUTO, engine);
    try (OpenModel model = engine.open()) {
      Engine opened = model.engine();
      boolean hasModule = opened.model().mtpLayers() > 0 && !engine.hasDraftModel();
      Speculation drafting =
          speculation.speculation(hasModule ? Speculation.MTP : Speculation.AUTO, engine);
      GenerationRequest request =
          GenerationRequest.of(source.prompt(opened.tokenizer()), maxTokens)
              .withSampling(drawing)
              .withSpeculation(drafting)
              .withIgnoreEos(ignoreEos);
      List<Integer> ids = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      GenerationEvent last =
          opened.generate(request, event -> collect(event, ids, text)).completion().join();
      switch (last) {
        case Finished finished -> print(finished, ids, text);
        case Failed failed -> throw new IllegalArgumentException(failed.message());
        case Started _, Token _ -> throw new IllegalStateException("ended with " + last);
      }
    }
    return 0;
  }

  private static void collect(GenerationEvent event, List<Integer> ids, StringBuilder text) {
    switch (event) {
      case Token token -> {
        ids.add(token.id());
        text.append(token.text());
      }
      case Finished finished -> text.append(finished.tail());
      case Started _, Failed _ -> {}
    }
  }

  private void print(Finished finished, List<Integer> ids, StringBuilder text) {
    GenerationStats stats = finished.stats();
    Result result =
        new Result(
            ids,
            text.toString(),
            finished.reason(),
            stats.promptTokens(),
            stats.drafted(),
            stats.accepted(),
            stats.targetPasses(),
            stats.tokensPerSecond());
    common.print(result, result.text());
  }
}
