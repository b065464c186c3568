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

    /// A stretch of text without added tokens, not empty.
    void text(int from, int to);

    /// An added token.
    void token(int id);
  }

  private final Map<String, Integer> idOfContent = new HashMap<>();
  private final BitSet ids = new BitSet();
  private final BitSet specialIds = new BitSet();

  /// What each pass looks for: tokens that are matched in the raw text first.
  private final List<TokenTrie> passes;

  AddedTokens(List<AddedToken> tokens) {
    TokenTrie raw = new TokenTrie();
    TokenTrie normalized = new TokenTrie();
    for (AddedToken token : tokens) {
      idOfContent.put(token.content(), token.id());
      ids.set(token.id());
      specialIds.set(token.id(), token.special());
      (token.normalized() ? normalized : raw).add(token.content(), token.id());
    }
    passes = List.of(raw, normalized);
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

  /// Finds the added tokens in `text[from, to)`: leftmost first, of several at one place the
  /// longest.
  void search(char[] text, int from, int to, Sink sink) {
    search(0, text, from, to, sink);
  }

  private void search(int pass, char[] text, int from, int to, Sink sink) {
    if (from == to) {
      return;
    }
    if (pass == passes.size()) {
      sink.text(from, to);
      return;
    }
    TokenTrie trie = passes.get(pass);
    int gap = from;
    int at = from;
    while (at < to) {
      int node = trie.longestAt(text, at, to);
      if (node == TokenTrie.NOTHING) {
        at++;
        continue;
      }
      search(pass + 1, text, gap, at, sink);
      sink.token(trie.idAt(node));
      at += trie.lengthAt(node);
      gap = at;
    }
    search(pass + 1, text, gap, to, sink);
  }
}
