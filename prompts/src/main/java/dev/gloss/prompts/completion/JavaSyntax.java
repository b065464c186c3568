package dev.gloss.prompts.completion;

import dev.gloss.prompts.javac.JavaSource;
import dev.gloss.prompts.javac.Javac;
import java.util.List;

/// Java by javac's own parser (call [#warmUp()] in the background).
///
/// What is too much for the parser is judged by its brackets.
public final class JavaSyntax implements Syntax {
  private final Syntax brackets = new TextSyntax(Lexicon.JAVA);

  /// Whether the runtime has javac.
  public static boolean isAvailable() {
    return Javac.isAvailable();
  }

  /// Parses a little, so that the first check of a document is not slow.
  public void warmUp() {
    for (int i = 0; i < 20; i++) {
      errors("class Warm { int up(int n) { return n > 0 ? up(n - 1) : 0; } }");
    }
  }

  @Override
  public Lexicon lexicon() {
    return Lexicon.JAVA;
  }

  @Override
  public List<SyntaxError> errors(String document) {
    return JavaSource.errors(document)
        .map(
            offsets ->
                offsets.stream()
                    .map(offset -> new SyntaxError(offset < 0 ? document.length() : offset))
                    .toList())
        .orElseGet(() -> brackets.errors(document));
  }

  @Override
  public boolean declaresAgain(String document, int from, int to) {
    return JavaSource.parse(
            document,
            source -> JavaMembers.declaresAgain(source.unit(), source.positions(), from, to))
        .orElse(false);
  }
}
