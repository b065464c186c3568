package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.List;

/// What a file says about a tokenizer, checked and ready for use. Immutable.
///
/// @param vocabulary all tokens, the added ones included
/// @param pieces how a piece becomes ids
/// @param preTokenizer how text becomes pieces
/// @param addedTokens the tokens that are found in text as a whole
record TokenizerDefinition(
    Vocabulary vocabulary,
    PieceEncoder pieces,
    PreTokenizer preTokenizer,
    AddedTokens addedTokens) {

  /// Reads merges in the form `left right`, the first one being the soonest.
  ///
  /// @param origin file and field, for messages
  static MergeTable merges(Vocabulary vocabulary, List<String> merges, String origin) {
    MergeTable table = new MergeTable(merges.size());
    for (int rank = 0; rank < merges.size(); rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ');
      if (space <= 0 || space == merge.length() - 1 || merge.indexOf(' ', space + 1) >= 0) {
        throw new ModelException(
            "%s[%d]: expected two tokens with a space between them, found \"%s\""
                .formatted(origin, rank, merge));
      }
      String left = merge.substring(0, space);
      String right = merge.substring(space + 1);
      table.put(
          known(vocabulary, left, merge, origin, rank),
          known(vocabulary, right, merge, origin, rank),
          rank,
          known(vocabulary, left + right, merge, origin, rank));
    }
    return table;
  }

  private static int known(
      Vocabulary vocabulary, String token, String merge, String origin, int rank) {
    int id = vocabulary.find(token);
    if (id < 0) {
      throw new ModelException(
          "%s[%d]: expected tokens of the vocabulary, found \"%s\" in \"%s\""
              .formatted(origin, rank, token, merge));
    }
    return id;
  }
}
