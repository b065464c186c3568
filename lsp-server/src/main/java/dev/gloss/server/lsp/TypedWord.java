package dev.gloss.server.lsp;

import dev.gloss.prompts.completion.Lexicon;

/// The word in front of the cursor.
///
/// Items replace it whole: with a range that begins at the cursor, clients that filter by the typed
/// word double it on acceptance.
final class TypedWord {
  /// What is longer is data: nobody types it, and no item is to send it back.
  private static final int LONGEST = 200;

  private TypedWord() {}

  /// Offset where the word begins that ends at the cursor; the cursor where there is none.
  static int start(String text, int cursor) {
    int start = cursor;
    while (start > 0 && Lexicon.isNamePart(text.charAt(start - 1))) {
      start--;
      if (cursor - start > LONGEST) {
        return cursor;
      }
    }
    return start;
  }
}
