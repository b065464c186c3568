package dev.gloss.prompts.chat;

import dev.gloss.prompts.chat.jinja.TemplateException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The texts of a model's special tokens, to be found in what a template wrote. Immutable.
public final class SpecialTokens {
  /// Characters that are looked at in one text: a template and a list of tokens that were made for
  /// each other could take forever otherwise.
  private static final long MOST_LOOKS = 50_000_000;

  private final Node root = new Node();

  /// What begins alike shares its nodes.
  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private boolean isEnd;
  }

  private SpecialTokens(Collection<String> texts) {
    for (String text : texts) {
      Node node = root;
      for (int i = 0; i < text.length(); i++) {
        node = node.next.computeIfAbsent(text.charAt(i), c -> new Node());
      }
      node.isEnd = true;
    }
  }

  /// The tokens of these texts, in any order; empty ones do not count.
  public static SpecialTokens of(Collection<String> texts) {
    return new SpecialTokens(texts);
  }

  /// Looks for the tokens in one text.
  Search in(String text) {
    return new Search(text);
  }

  /// A walk over one text. One thread at a time.
  final class Search {
    private final String text;
    private long looks;

    private Search(String text) {
      this.text = text;
    }

    /// Offset after the longest token that starts at `from` and ends by `to`; the longest match
    /// wins, as in tokenizers. `from` where none does.
    ///
    /// @throws TemplateException if it takes forever
    int end(int from, int to) {
      int end = from;
      Node node = root.next.get(text.charAt(from));
      for (int at = from + 1; node != null && at <= to; at++) {
        end = node.isEnd ? at : end;
        node = at < to ? node.next.get(text.charAt(at)) : null;
        if (++looks > MOST_LOOKS) {
          throw new TemplateException(0, "template writes what is too like its special tokens");
        }
      }
      return end;
    }
  }
}
