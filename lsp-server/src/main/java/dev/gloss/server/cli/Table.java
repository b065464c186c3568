package dev.gloss.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of texts in columns that are as wide as their longest one.
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  Table(String... head) {
    widths = new int[head.length];
    row(head);
  }

  /// Adds a row.
  ///
  /// @throws IllegalArgumentException if it has another number of columns than the head
  void row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(
          "expected " + widths.length + " columns, got " + cells.length);
    }
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
    rows.add(cells.clone());
  }

  /// All rows, without blanks at their ends.
  String text() {
    return rows.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(cells[i]).append(" ".repeat(widths[i] - cells[i].length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
