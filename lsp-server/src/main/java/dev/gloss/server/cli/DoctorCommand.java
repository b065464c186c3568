package dev.gloss.server.cli;

import dev.gloss.inference.cpu.CpuBackend;
import dev.gloss.inference.engine.ModelCard;
import dev.gloss.server.cli.doctor.Check;
import dev.gloss.server.cli.doctor.CoresCheck;
import dev.gloss.server.cli.doctor.Finding;
import dev.gloss.server.cli.doctor.GpuCheck;
import dev.gloss.server.cli.doctor.JdkCheck;
import dev.gloss.server.cli.doctor.MemoryCheck;
import dev.gloss.server.cli.doctor.ModelCheck;
import dev.gloss.server.cli.doctor.PortCheck;
import dev.gloss.server.cli.doctor.VectorCheck;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gloss doctor`: what works on this machine, and what to do about the rest.
@Command(name = "doctor", description = "Tell what works here and what to do about the rest.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ModelOptions model = new ModelOptions();

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
    List<Check> checks =
        List.of(
            new JdkCheck(),
            new VectorCheck(CpuBackend.availableKernels()),
            new CoresCheck(),
            new MemoryCheck(),
            new GpuCheck(),
            new ModelCheck(() -> ModelCard.read(model.path())),
            new PortCheck(port));
    List<Finding> findings = checks.stream().map(Check::look).toList();
    common.print(new Report(findings), text(findings));
    boolean failed = findings.stream().anyMatch(f -> f.status() == Finding.Status.FAIL);
    return failed ? 1 : 0;
  }

  private static String text(List<Finding> findings) {
    return findings.stream()
        .map(f -> "%-4s  %-6s  %s".formatted(f.status().printed(), f.id(), f.message()))
        .collect(Collectors.joining("\n"));
  }
}
