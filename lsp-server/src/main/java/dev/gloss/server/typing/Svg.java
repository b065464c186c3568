package dev.gloss.server.typing;

import java.util.Locale;

/// A picture in SVG, written piece by piece.
///
/// Mutable; one thread at a time.
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
    rect(0, 0, width, height, "#ffffff");
  }

  Svg rect(double x, double y, double w, double h, String fill) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, w, h, fill);
  }

  Svg line(double x1, double y1, double x2, double y2, String stroke) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, stroke);
  }

  /// @param anchor `start`, `middle` or `end`
  Svg text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-family=\"sans-serif\""
            + " font-size=\"12\" fill=\"#222222\">%s</text>",
        x, y, anchor, escaped);
  }

  /// @param points as SVG has them, `x,y x,y`
  Svg path(String points, String stroke) {
    return add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, stroke);
  }

  private Svg add(String format, Object... values) {
    body.append("  ").append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n%s</svg>\n"
        .formatted(width, height, width, height, body);
  }
}
