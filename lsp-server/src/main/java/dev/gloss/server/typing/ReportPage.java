package dev.gloss.server.typing;

import dev.gloss.server.eval.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A report as a page of Markdown with pictures beside it.
public final class ReportPage {
  private static final List<String> COLUMNS =
      List.of(
          "",
          "places",
          "coverage",
          "texts",
          "first word",
          "first line",
          "agrees",
          "exact",
          "kept",
          "repeats",
          "breaks parse",
          "reversals",
          "of right ones",
          "calls a key");

  private static final List<String> QUIET_COLUMNS =
      List.of("", "places", "quiet", "quiet while loading");
  private static final List<String> LATENCY_COLUMNS =
      List.of("keys", "count", "p50, ms", "p95, ms");

  private final TypingReport report;

  /// Over this report.
  public ReportPage(TypingReport report) {
    this.report = report;
  }

  /// Writes `report.md` and the pictures that it shows into a folder, which is made if need be.
  ///
  /// @throws IOException if that cannot be done
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.md"), markdown());
    Files.writeString(
        folder.resolve("coverage.svg"),
        Charts.bars("Places with a shown text", rows(TypingFigures::coverage)));
    Files.writeString(
        folder.resolve("first-word.svg"),
        Charts.bars("Texts whose first word stood there", rows(TypingFigures::firstWord)));
    Files.writeString(
        folder.resolve("first-line.svg"),
        Charts.bars("Texts whose first line stood there", rows(TypingFigures::firstLine)));
    Files.writeString(
        folder.resolve("quiet.svg"), Charts.bars("Quiet where silence is right", quiet()));
    Files.writeString(
        folder.resolve("latency.svg"),
        Charts.latency(report.all().latency(), report.all().latencyAsked()));
  }

  /// The page.
  String markdown() {
    return """
    # Replayed typing

    %s
    ![coverage](coverage.svg)
    ![first word](first-word.svg)
    ![first line](first-line.svg)
    ![quiet](quiet.svg)
    ![latency](latency.svg)
    """
        .formatted(tables());
  }

  /// The tables alone.
  public String tables() {
    return """
    Model %s, seed %d, %s. Shares in percent with 95 %% intervals (places drawn again); `-` where there was nothing to count.

    %s%s
    Where silence is right:

    %s
    %s%s%s
    %d of %d keys were not waited for, %d were answered by an error.
    """
        .formatted(
            report.model(),
            report.seed(),
            report.pauseMs() == null
                ? "each answer waited for"
                : report.pauseMs() + " ms from key to key",
            head(COLUMNS),
            figureRows(),
            quietRows(),
            head(LATENCY_COLUMNS),
            latencyRow("all", report.all().latency()),
            latencyRow("that asked the model", report.all().latencyAsked()),
            report.all().overtaken(),
            report.all().keys(),
            report.all().errors());
  }

  private static String head(List<String> columns) {
    return row(columns) + row(columns.stream().map(_ -> "---").toList());
  }

  private String figureRows() {
    return Stream.of(
            Stream.of(figureRow("**all**", report.all())),
            report.byKind().entrySet().stream().map(e -> figureRow(e.getKey(), e.getValue())),
            report.byGroup().size() < 2
                ? Stream.<String>of()
                : report.byGroup().entrySet().stream()
                    .map(e -> figureRow(e.getKey(), e.getValue())))
        .flatMap(rows -> rows)
        .collect(Collectors.joining());
  }

  private static String figureRow(String name, TypingFigures figures) {
    return row(
        List.of(
            name,
            Integer.toString(figures.places()),
            percent(figures.coverage()),
            Integer.toString(figures.texts()),
            percent(figures.firstWord()),
            percent(figures.firstLine()),
            percent(figures.agreeing()),
            percent(figures.exact()),
            percent(figures.keptChars()),
            percent(figures.repetition()),
            percent(figures.parseBroken()),
            percent(figures.reversals()),
            percent(figures.reversalsOfRight()),
            figures.callsPerKey() == null ? "-" : format("%.2f", figures.callsPerKey().mean())));
  }

  private String quietRows() {
    StringBuilder rows = new StringBuilder();
    rows.append(head(QUIET_COLUMNS));
    QuietFigures loading = report.quietWhileLoading();
    rows.append(
        row(
            List.of(
                "**all**",
                Integer.toString(report.quiet().places()),
                percent(report.quiet().quiet()),
                percent(loading == null ? null : loading.quiet()))));
    report
        .quiet()
        .byKind()
        .forEach(
            (name, kind) -> {
              QuietFigures.Kind before = loading == null ? null : loading.byKind().get(name);
              rows.append(
                  row(
                      List.of(
                          name,
                          Integer.toString(kind.places()),
                          percent(kind.quiet()),
                          percent(before == null ? null : before.quiet()))));
            });
    return rows.toString();
  }

  private static String latencyRow(String name, Latency latency) {
    return row(
        List.of(
            name,
            Integer.toString(latency.keys()),
            format("%.0f", latency.p50Ms()),
            format("%.0f", latency.p95Ms())));
  }

  private Map<String, @Nullable Interval> rows(Function<TypingFigures, @Nullable Interval> figure) {
    Map<String, @Nullable Interval> rows = new LinkedHashMap<>();
    rows.put("all", figure.apply(report.all()));
    report.byKind().forEach((name, figures) -> rows.put(name, figure.apply(figures)));
    return rows;
  }

  private Map<String, @Nullable Interval> quiet() {
    Map<String, @Nullable Interval> rows = new LinkedHashMap<>();
    rows.put("all", report.quiet().quiet());
    report.quiet().byKind().forEach((name, kind) -> rows.put(name, kind.quiet()));
    return rows;
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String percent(@Nullable Interval share) {
    return share == null
        ? "-"
        : format("%.1f (%.1f-%.1f)", share.mean(), share.low(), share.high());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
