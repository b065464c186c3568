package dev.gloss.server.cli;

import dev.gloss.server.eval.HoverEvaluation;
import dev.gloss.server.eval.HoverReport;
import dev.gloss.server.typing.JavaFile;
import dev.gloss.server.typing.SourceGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gloss eval hover`: whether a hover shows the right declaration.
@Command(
    name = "hover",
    description =
        "Point at names in Java sources and compare the declaration that a hover shows with the one"
            + " that javac finds with all files at hand. Asks no model.")
final class EvalHoverCommand implements Callable<Integer> {
  /// Characters of a file at most.
  private static final long LONGEST = 400_000;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Java sources without their libraries; each is a workspace of its own.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--places",
      defaultValue = "100",
      paramLabel = "N",
      description = "Places in all, shared by the folders (default: ${DEFAULT-VALUE}).")
  private int places = 100;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "By which places are chosen (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    HoverEvaluation evaluation = new HoverEvaluation(seed);
    List<SourceGroup> groups = JavaSources.read(folders, LONGEST);
    for (int i = 0; i < groups.size(); i++) {
      Map<URI, String> files = new LinkedHashMap<>();
      for (JavaFile file : groups.get(i).files()) {
        files.put(URI.create(file.uri()), file.text());
      }
      int share = places * (i + 1) / groups.size() - places * i / groups.size();
      evaluation.run(folders.get(i).toRealPath(), files, share);
    }
    HoverReport report = evaluation.report();
    common.print(report, text(report));
    return 0;
  }

  private static String text(HoverReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d places: %d wrong; %d of %d declared here were found (%.1f %%), %d of %d elsewhere"
                + " were named; %d of %d facts true; %.0f ms p50, %.0f ms p95",
            report.places(),
            report.wrong(),
            report.resolved(),
            report.declaredHere(),
            report.resolvedShare().mean(),
            report.named(),
            report.elsewhere(),
            report.factsTrue(),
            report.facts(),
            report.p50Millis(),
            report.p95Millis()));
    lines.addAll(report.faults());
    return String.join("\n", lines);
  }
}
