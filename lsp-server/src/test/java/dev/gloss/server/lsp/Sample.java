package dev.gloss.server.lsp;

import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import org.eclipse.lsp4j.Position;

/// A document that is being typed, and what an engine writes in it.
final class Sample {
  static final String URI = "file:///p/A.java";
  static final String TEXT = "class A {\n  int sum(int a, int b) {\n    int 😀 = 1; retu\n  }\n}\n";

  static final String[] REASONED = {
    "<think>", "adds a and b", "</think>", "<answer>", "Returns the sum.", "</answer>"
  };

  private Sample() {}

  /// Where a piece of the document begins, in UTF-16 units.
  static Position at(String place) {
    int offset = TEXT.indexOf(place);
    int line = (int) TEXT.substring(0, offset).chars().filter(c -> c == '\n').count();
    return new Position(line, offset - (TEXT.lastIndexOf('\n', offset - 1) + 1));
  }

  /// Where it ends.
  static Position endOf(String place) {
    Position start = at(place);
    return new Position(start.getLine(), start.getCharacter() + place.length());
  }

  /// An engine that writes these tokens, whatever is asked.
  static ScriptedEngine writing(String... tokens) {
    return new ScriptedEngine(prompt -> Script.of(tokens));
  }
}
