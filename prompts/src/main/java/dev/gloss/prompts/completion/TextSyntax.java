package dev.gloss.prompts.completion;

import java.util.List;

/// Syntax by its spelling alone: an error is a bracket without a partner or a string that is not
/// closed on its line.
///
/// @param lexicon how the language spells comments, strings and blocks
public record TextSyntax(Lexicon lexicon) implements Syntax {

  @Override
  public List<SyntaxError> errors(String document) {
    return BracketScan.faults(document, lexicon).stream().map(SyntaxError::new).toList();
  }
}
