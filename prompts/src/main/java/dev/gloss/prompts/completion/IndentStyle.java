package dev.gloss.prompts.completion;

/// How a document indents its lines, by those nearest to a place.
///
/// @param tabs whether with tabs
/// @param width columns of a level
record IndentStyle(boolean tabs, int width) {
  private static final int USUAL_WIDTH = 4;

  /// Chars before and after the place that are looked at.
  private static final int REACH = 20_000;

  /// The style around a place.
  static IndentStyle at(CompletionSite site) {
    String prefix = site.prefix();
    String suffix = site.suffix();
    Count count = new Count();
    count.add(prefix.substring(Math.max(0, prefix.length() - REACH)));
    count.add(suffix.substring(0, Math.min(suffix.length(), REACH)));
    return new IndentStyle(count.tabs > count.blanks, count.width());
  }

  /// The text with each line that begins in it indented in this style. Blanks within lines stay.
  ///
  /// @param atLineStart whether its first line begins in it, too
  String apply(String text, boolean atLineStart) {
    if (!tabs && text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder styled = new StringBuilder();
    int from = 0;
    if (!atLineStart) {
      from = text.indexOf('\n') + 1;
      if (from == 0) {
        return text;
      }
      styled.append(text, 0, from);
    }
    int level = tabs ? levelOf(text.substring(from)) : width;
    while (from < text.length()) {
      int end = text.indexOf('\n', from) + 1;
      String line = text.substring(from, end == 0 ? text.length() : end);
      styled.append(styled(line, level));
      from += line.length();
    }
    return styled.toString();
  }

  private String styled(String line, int level) {
    int indent = Indents.of(line);
    int columns = 0;
    for (int i = 0; i < indent; i++) {
      columns = line.charAt(i) == '\t' ? (columns / level + 1) * level : columns + 1;
    }
    String start =
        tabs ? "\t".repeat(columns / level) + " ".repeat(columns % level) : " ".repeat(columns);
    return start + line.substring(indent);
  }

  /// Blanks a level in a text for a document with tabs: four, or two where four fit no line.
  private static int levelOf(String text) {
    boolean fits =
        text.lines()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> Indents.of(line))
            .allMatch(indent -> indent % USUAL_WIDTH == 0);
    return fits ? USUAL_WIDTH : USUAL_WIDTH / 2;
  }

  /// Counts lines by what they begin with.
  private static final class Count {
    private int tabs;
    private int blanks;
    private int least = Integer.MAX_VALUE;

    void add(String text) {
      text.lines()
          .skip(1)
          .filter(line -> !line.isBlank())
          .forEach(
              line -> {
                if (line.charAt(0) == '\t') {
                  tabs++;
                } else if (line.startsWith("  ")) {
                  blanks++;
                  least = Math.min(least, Indents.of(line));
                }
              });
    }

    int width() {
      return least == Integer.MAX_VALUE ? USUAL_WIDTH : Math.min(least, 2 * USUAL_WIDTH);
    }
  }
}
