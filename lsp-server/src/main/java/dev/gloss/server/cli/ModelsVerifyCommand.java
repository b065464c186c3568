package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gloss.server.models.StoredModel;
import dev.gloss.server.models.Verification;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gloss models verify`: whether the files are still what the hub said.
@Command(
    name = "verify",
    description = "Compare a model's files with what the hub said they add up to.")
final class ModelsVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private PulledModel model = new PulledModel();

  /// What is printed as JSON.
  ///
  /// @param name of the model
  /// @param verified whether all files are
  /// @param files one verdict a file
  record Report(String name, boolean verified, List<FileReport> files) {}

  /// What was found of a file.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FileReport(String path, String state, @Nullable String expected, @Nullable String found) {}

  @Override
  public Integer call() throws IOException {
    StoredModel stored = model.find();
    ProgressLines progress =
        new ProgressLines(
            spec.commandLine().getErr(),
            Surroundings.of(spec).terminal() != null,
            System::nanoTime);
    List<Verification.Verdict> verdicts = Verification.of(stored, progress);
    boolean verified = verdicts.stream().allMatch(v -> v.state() == Verification.State.VERIFIED);
    common.print(
        new Report(
            stored.name(),
            verified,
            verdicts.stream()
                .map(
                    v ->
                        new FileReport(
                            v.path().toString(), printed(v.state()), v.expected(), v.found()))
                .toList()),
        verdicts.stream()
            .map(v -> "%-12s  %s".formatted(printed(v.state()), v.path()))
            .collect(Collectors.joining("\n")));
    boolean bad =
        verdicts.stream()
            .anyMatch(
                v ->
                    v.state() == Verification.State.DAMAGED
                        || v.state() == Verification.State.MISSING);
    if (bad) {
      spec.commandLine()
          .getErr()
          .println("gloss: 'gloss pull " + stored.name() + "' fetches what is wrong anew");
    }
    return bad ? 1 : 0;
  }

  private static String printed(Verification.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
