package dev.gloss.server.symbols;

import com.sun.source.tree.Tree;
import dev.gloss.server.workspace.LineIndex;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;

/// A field with its initializer, and the first lines that use it.
final class FieldDigest {
  private static final int MOST_USES = 4;
  private static final int LONGEST = 1000;

  private FieldDigest() {}

  /// The pieces of the file.
  static List<Span> of(JavaSession session, Tree field, Element element) {
    int start = Header.start(session, field);
    int end = Math.min(session.end(field), start + LONGEST);
    List<Span> pieces = new ArrayList<>(List.of(new Span(start, end)));
    VariableUses uses = VariableUses.of(session, element);
    LineIndex lines = session.document().lines();
    int last = -1;
    for (Span use : uses == null ? List.<Span>of() : uses.places()) {
      int line = lines.lineAt(use.start());
      boolean isNew = line != last && (use.start() < start || use.start() >= session.end(field));
      if (isNew && pieces.size() <= MOST_USES) {
        pieces.add(new Span(lines.start(line), lines.end(line)));
        last = line;
      }
    }
    return pieces;
  }
}
