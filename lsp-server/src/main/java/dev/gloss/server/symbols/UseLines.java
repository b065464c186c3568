package dev.gloss.server.symbols;

import dev.gloss.server.names.Definition;
import dev.gloss.server.names.Target;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;

/// Facts about where a name is used, as short sentences.
final class UseLines {
  private UseLines() {}

  /// @param uses all names of its file that mean it
  static List<String> of(Target target, List<Span> uses) {
    Definition definition = target.definition();
    List<String> lines = new ArrayList<>();
    if (definition.isFunction()
        && uses.stream().anyMatch(use -> definition.whole().contains(use))) {
      lines.add("Speaks of itself.");
    }
    lines.add(
        uses.isEmpty()
            ? "Not used in its file."
            : "Used %s in its file.".formatted(FactLines.times(uses.size())));
    return lines;
  }
}
