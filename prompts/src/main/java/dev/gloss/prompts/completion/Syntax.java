package dev.gloss.prompts.completion;

/// What is known of a language's syntax. Implementations are safe for use by several threads.
public interface Syntax {

  /// How the language spells comments, strings and blocks.
  Lexicon lexicon();

  /// Number of syntax errors in a document; 0 where it parses. Only the difference between two
  /// forms of one document means something.
  int errors(String document);

  /// The best there is for a language, by its LSP language identifier: javac's parser for Java
  /// where the runtime has it, else [TextSyntax].
  static Syntax of(String languageId) {
    if (languageId.equals("java") && JavaSyntax.isAvailable()) {
      return new JavaSyntax();
    }
    return new TextSyntax(Lexicon.of(languageId));
  }
}
