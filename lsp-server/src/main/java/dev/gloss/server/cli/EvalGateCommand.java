package dev.gloss.server.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.server.assist.CompletionWarmUp;
import dev.gloss.server.config.Settings;
import dev.gloss.server.typing.GateSample;
import dev.gloss.server.typing.GateSampling;
import dev.gloss.server.typing.TypingPlace;
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

/// `gloss eval gate`: the samples to which the weights of a model's gate are fitted.
@Command(
    name = "gate",
    description =
        "Write down what is seen of the texts that a model writes where somebody types, and whether"
            + " they stood there; docs/measure/gate.py fits the weights of a gate to it.")
final class EvalGateCommand implements Callable<Integer> {
  /// So that nothing is fitted to the places at which `gloss eval typing` measures.
  private static final long SERIES = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunOptions engine = new RunOptions();

  @Mixin private PlaceOptions where = new PlaceOptions();

  @Option(
      names = "--places",
      defaultValue = "300",
      paramLabel = "N",
      description = "Places where a text is wanted (default: ${DEFAULT-VALUE}).")
  private int places;

  @Option(
      names = "--samples",
      required = true,
      paramLabel = "OUT.jsonl",
      description = "Where the samples are written, a line of JSON each.")
  private Path samples = Path.of("");

  /// What is printed as JSON.
  ///
  /// @param model its name
  /// @param places at which it was asked
  /// @param samples that were written
  record Result(String model, int places, int samples) {}

  @Override
  public Integer call() throws IOException {
    List<TypingPlace> chosen = where.choice(SERIES).wanted(places);
    boolean terminal = Surroundings.of(spec).terminal() != null;
    CountLines lines =
        new CountLines(spec.commandLine().getErr(), terminal, "places", System::nanoTime);
    int count = 0;
    try (OpenModel model = engine.open();
        BufferedWriter out = Files.newBufferedWriter(samples)) {
      model.engine().warmUp().join();
      CompletionWarmUp.of(model.engine());
      GateSampling sampling =
          new GateSampling(model.engine(), model.suited(Settings.DEFAULTS.completion()));
      for (int i = 0; i < chosen.size(); i++) {
        for (GateSample sample : sampling.of(chosen.get(i))) {
          out.write(JSON.writeValueAsString(sample));
          out.newLine();
          count++;
        }
        out.flush();
        lines.show(i + 1, chosen.size(), "");
      }
      lines.end();
      Result result = new Result(model.engine().model().name(), chosen.size(), count);
      common.print(result, "%d samples at %d places".formatted(result.samples(), result.places()));
    }
    return 0;
  }
}
