package dev.gloss.prompts.completion;

import java.util.List;

/// What is known of a language's syntax. Implementations are safe for use by several threads.
public interface Syntax {

  /// How the language spells comments, strings and blocks.
  Lexicon lexicon();

  /// The syntax errors in a document; none where it parses. Only the difference between two forms
  /// of one document means something.
  List<SyntaxError> errors(String document);

  /// Whether a stretch of a document declares a member that its class declares elsewhere, too; no
  /// where the language's members are not known.
  ///
  /// @param from where the stretch begins, in chars
  /// @param to where it ends
  default boolean declaresAgain(String document, int from, int to) {
    return false;
  }

  /// The best there is for a language, by its LSP language identifier: javac's parser for Java
  /// where the runtime has it, else [TextSyntax].
  static Syntax of(String languageId) {
    if (languageId.equals("java") && JavaSyntax.isAvailable()) {
      return new JavaSyntax();
    }
    return new TextSyntax(Lexicon.of(languageId));
  }
}
