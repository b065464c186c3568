package dev.gloss.inference.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A tokenizer's added tokens: by text, by id, and the search for them in a text. Immutable.
final class AddedTokens {

  /// Takes what a search finds, in reading order.
  interface Sink {

    /// The stretch `text[from, to)` without added tokens, not empty, in the form asked for.
    void text(char[] text, int from, int to);

    /// An added token.
    void token(int id);
  }

  private final Map<String, Integer> idOfContent = new HashMap<>();
  private final BitSet ids = new BitSet();
  private final BitSet specialIds = new BitSet();

  /// The tokens that are matched in the raw text.
  private final TokenTrie raw = new TokenTrie();

  /// Those that are matched in the text that the tokenizer cuts.
  private final TokenTrie normalized = new TokenTrie();

  /// Those that are nothing but letters, which are text wherever they stand.
  private final TokenTrie letters = new TokenTrie();

  private boolean hasLetters;

  AddedTokens(List<AddedToken> tokens) {
    for (AddedToken token : tokens) {
      if (!token.special() && token.content().codePoints().allMatch(Character::isLetter)) {
        letters.add(token.content(), token.id());
        hasLetters = true;
      }
      idOfContent.put(token.content(), token.id());
      ids.set(token.id());
      specialIds.set(token.id(), token.special());
      (token.normalized() ? normalized : raw).add(token.content(), token.id());
    }
  }

  OptionalInt idOf(String content) {
    Integer id = idOfContent.get(content);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  boolean contains(int id) {
    return id >= 0 && ids.get(id);
  }

  /// Whether the id is of an added token that is flagged special.
  boolean isFlaggedSpecial(int id) {
    return id >= 0 && specialIds.get(id);
  }

  /// Whether there are tokens that are nothing but letters, such as `ü` in DeepSeek-Coder's
  /// vocabulary.
  boolean hasLetters() {
    return hasLetters;
  }

  /// Finds these alone in text that is in the tokenizer's form: all other added tokens in a
  /// document are text.
  void searchLetters(char[] text, int from, int to, Sink sink) {
    search(letters, text, from, to, sink);
  }

  /// Finds the added tokens in `text[from, to)`: leftmost first, of several at one place the
  /// longest. Tokens that are matched in the raw text are found before it is brought into `form`,
  /// the others after.
  void search(char[] text, int from, int to, TextForm form, Sink sink) {
    search(
        raw,
        text,
        from,
        to,
        new Sink() {
          @Override
          public void text(char[] text, int from, int to) {
            char[] changed = form.changed(text, from, to);
            if (changed == null) {
              search(normalized, text, from, to, sink);
            } else {
              search(normalized, changed, 0, changed.length, sink);
            }
          }

          @Override
          public void token(int id) {
            sink.token(id);
          }
        });
  }

  private static void search(TokenTrie trie, char[] text, int from, int to, Sink sink) {
    int gap = from;
    int at = from;
    while (at < to) {
      int node = trie.longestAt(text, at, to);
      if (node == TokenTrie.NOTHING) {
        at++;
        continue;
      }
      if (at > gap) {
        sink.text(text, gap, at);
      }
      sink.token(trie.idAt(node));
      at += trie.lengthAt(node);
      gap = at;
    }
    if (to > gap) {
      sink.text(text, gap, to);
    }
  }
}
