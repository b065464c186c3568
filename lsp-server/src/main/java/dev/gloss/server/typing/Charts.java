package dev.gloss.server.typing;

import dev.gloss.server.eval.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pictures of a report.
final class Charts {
  private static final int WIDTH = 640;
  private static final int LABELS = 150;
  private static final int RIGHT = 60;
  private static final int TOP = 40;
  private static final int ROW = 24;
  private static final int CURVE_HEIGHT = 320;
  private static final String BAR = "#5b8bd0";
  private static final String INK = "#222222";
  private static final String GRID = "#dddddd";
  private static final String SECOND = "#c8702a";

  private Charts() {}

  /// Shares in percent as bars with their intervals; rows without a value are left empty.
  ///
  /// @param rows their labels and values, from above
  static String bars(String title, Map<String, @Nullable Interval> rows) {
    int bottom = TOP + ROW * rows.size();
    Svg svg = new Svg(WIDTH, bottom + 30).text(LABELS, 22, "start", title);
    for (int percent = 0; percent <= 100; percent += 25) {
      svg.line(x(percent), TOP, x(percent), bottom, GRID)
          .text(x(percent), bottom + 18, "middle", percent + " %");
    }
    int y = TOP;
    for (Map.Entry<String, @Nullable Interval> row : rows.entrySet()) {
      bar(svg, y, row.getKey(), row.getValue());
      y += ROW;
    }
    return svg.toString();
  }

  private static void bar(Svg svg, int y, String label, @Nullable Interval share) {
    double middle = y + ROW / 2.0;
    svg.text(LABELS - 8, middle + 4, "end", label);
    if (share != null) {
      svg.rect(LABELS, y + 4, x(share.mean()) - LABELS, ROW - 8, BAR)
          .line(x(share.low()), middle, x(share.high()), middle, INK)
          .line(x(share.low()), middle - 4, x(share.low()), middle + 4, INK)
          .line(x(share.high()), middle - 4, x(share.high()), middle + 4, INK)
          .text(WIDTH - RIGHT + 12, middle + 4, "start", format("%.0f %%", share.mean()));
    }
  }

  private static double x(double percent) {
    return LABELS + percent / 100 * (WIDTH - LABELS - RIGHT);
  }

  /// Which share of the keys was answered within which time; the slowest of 20 are left out, since
  /// they would leave no room for the others.
  static String latency(Latency all, Latency asked) {
    double longest = Math.max(1, Math.max(all.p95Ms(), asked.p95Ms()));
    Svg svg =
        new Svg(WIDTH, CURVE_HEIGHT)
            .text(LABELS, 22, "start", "Keys answered within so many milliseconds");
    for (int percent = 0; percent <= 100; percent += 25) {
      svg.line(LABELS, y(percent), WIDTH - RIGHT, y(percent), GRID)
          .text(LABELS - 8, y(percent) + 4, "end", percent + " %");
    }
    for (int i = 0; i <= 4; i++) {
      svg.text(x(25.0 * i), CURVE_HEIGHT - 12, "middle", format("%.0f", longest * i / 4));
    }
    return svg.path(points(all.quantilesMs(), longest), BAR)
        .path(points(asked.quantilesMs(), longest), SECOND)
        .rect(WIDTH - RIGHT - 180, y(22), 12, 12, BAR)
        .text(WIDTH - RIGHT - 160, y(22) + 10, "start", "all keys")
        .rect(WIDTH - RIGHT - 180, y(12), 12, 12, SECOND)
        .text(WIDTH - RIGHT - 160, y(12) + 10, "start", "keys that asked the model")
        .toString();
  }

  private static String points(List<Double> quantiles, double longest) {
    StringBuilder points = new StringBuilder(format("%.1f,%.1f", x(0), y(0)));
    for (int i = 0; i < quantiles.size() - 1; i++) {
      double percent = 100.0 * (i + 1) / quantiles.size();
      points.append(format(" %.1f,%.1f", x(100 * quantiles.get(i) / longest), y(percent)));
    }
    return points.toString();
  }

  private static double y(double percent) {
    return CURVE_HEIGHT - 40 - percent / 100 * (CURVE_HEIGHT - 40 - TOP);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
