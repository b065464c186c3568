package dev.gloss.server.cli;

import dev.gloss.inference.cpu.CpuBackend;
import dev.gloss.inference.cpu.HostCores;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.server.cli.doctor.Check;
import dev.gloss.server.cli.doctor.CoresCheck;
import dev.gloss.server.cli.doctor.ExplainCheck;
import dev.gloss.server.cli.doctor.Finding;
import dev.gloss.server.cli.doctor.FitCheck;
import dev.gloss.server.cli.doctor.JdkCheck;
import dev.gloss.server.cli.doctor.MachineCodeCheck;
import dev.gloss.server.cli.doctor.MemoryCheck;
import dev.gloss.server.cli.doctor.ModelCheck;
import dev.gloss.server.cli.doctor.NamesCheck;
import dev.gloss.server.cli.doctor.PortCheck;
import dev.gloss.server.cli.doctor.SpeedCheck;
import dev.gloss.server.cli.doctor.VectorCheck;
import dev.gloss.server.models.ReadBandwidth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gloss doctor`: what works on this machine, and what to do about the rest.
@Command(name = "doctor", description = "Tell what works here and what to do about the rest.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ServerOptions options = new ServerOptions();

  /// Tokens a second below which text at the cursor comes too late, and an explanation is tedious.
  private static final double COMPLETION_TOKENS = 10;

  private static final double EXPLANATION_TOKENS = 4;

  @Option(
      names = "--port",
      defaultValue = "7878",
      paramLabel = "N",
      description = "The port to look at (default: ${DEFAULT-VALUE}).")
  private int port = 7878;

  /// What is printed as JSON.
  ///
  /// @param checks one a check
  record Report(List<Finding> checks) {}

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    checks.add(new JdkCheck());
    checks.add(new VectorCheck(CpuBackend.availableKernels()));
    checks.add(new NamesCheck());
    checks.add(
        new MachineCodeCheck(
            CpuBackend.machineCodeObstacle().orElse(null),
            CpuBackend.machineCodeInstructions().orElse(null)));
    checks.add(new CoresCheck(HostCores.count(), Runtime.getRuntime().availableProcessors()));
    checks.add(new MemoryCheck());
    checks.addAll(modelChecks());
    checks.add(new PortCheck(port));
    List<Finding> findings = checks.stream().map(Check::look).toList();
    common.print(new Report(findings), text(findings));
    boolean failed = findings.stream().anyMatch(f -> f.status() == Finding.Status.FAIL);
    return failed ? 1 : 0;
  }

  /// What the server would do with the models that it would begin with.
  private List<Check> modelChecks() {
    Supplier<ModelPreview> completion = once(options::completionPath);
    Supplier<ModelPreview> explanation = once(options::explainPath);
    double bandwidth = ReadBandwidth.measure(HostCores.count());
    long memory = options.memoryBytes();
    List<Check> checks = new ArrayList<>();
    checks.add(new ModelCheck(completion, options::fimForm));
    checks.add(new FitCheck("fit", memory, options::completionPlan));
    checks.add(new SpeedCheck("speed", bandwidth, COMPLETION_TOKENS, completion));
    boolean isAnother = options.explainsWithAnother();
    checks.add(new ExplainCheck(isAnother ? explanation : completion, isAnother));
    if (isAnother) {
      checks.add(new FitCheck("explain-fit", memory, options::explanationPlan));
      checks.add(new SpeedCheck("explain-speed", bandwidth, EXPLANATION_TOKENS, explanation));
    }
    return checks;
  }

  /// Looks at a model when it is asked first.
  private static Supplier<ModelPreview> once(Supplier<Path> model) {
    return new Supplier<>() {
      private @Nullable ModelPreview seen;

      @Override
      public ModelPreview get() {
        ModelPreview known = seen == null ? ModelPreview.of(model.get()) : seen;
        seen = known;
        return known;
      }
    };
  }

  private static String text(List<Finding> findings) {
    return findings.stream()
        .map(f -> "%-4s  %-13s  %s".formatted(f.status().printed(), f.id(), f.message()))
        .collect(Collectors.joining("\n"));
  }
}
