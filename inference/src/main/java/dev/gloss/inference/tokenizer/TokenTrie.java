package dev.gloss.inference.tokenizer;

import java.util.Arrays;

/// A trie over the texts of added tokens; each node knows its first child and its next sibling.
/// Filled first, only read thereafter.
final class TokenTrie {
  /// What [#longestAt] answers where no token begins.
  static final int NOTHING = -1;

  private static final int ROOT = 0;

  private char[] label = new char[64];
  private int[] child = new int[64];
  private int[] sibling = new int[64];
  private int[] id = new int[64];
  private int[] length = new int[64];
  private int nodes = 1;

  TokenTrie() {
    clear(ROOT);
  }

  private void clear(int node) {
    child[node] = NOTHING;
    sibling[node] = NOTHING;
    id[node] = NOTHING;
  }

  /// Adds a token; the same text again gets the new id.
  void add(String content, int tokenId) {
    int node = ROOT;
    for (int i = 0; i < content.length(); i++) {
      int next = childOf(node, content.charAt(i));
      node = next != NOTHING ? next : append(node, content.charAt(i));
    }
    id[node] = tokenId;
  }

  private int append(int parent, char c) {
    if (nodes == label.length) {
      label = Arrays.copyOf(label, nodes * 2);
      child = Arrays.copyOf(child, nodes * 2);
      sibling = Arrays.copyOf(sibling, nodes * 2);
      id = Arrays.copyOf(id, nodes * 2);
      length = Arrays.copyOf(length, nodes * 2);
    }
    int node = nodes++;
    clear(node);
    label[node] = c;
    length[node] = length[parent] + 1;
    sibling[node] = child[parent];
    child[parent] = node;
    return node;
  }

  private int childOf(int node, char c) {
    int at = child[node];
    while (at != NOTHING && label[at] != c) {
      at = sibling[at];
    }
    return at;
  }

  /// The node of the longest token that begins at `from`, or [#NOTHING].
  int longestAt(char[] text, int from, int to) {
    int longest = NOTHING;
    int node = ROOT;
    for (int at = from; at < to; at++) {
      node = childOf(node, text[at]);
      if (node == NOTHING) {
        break;
      }
      if (id[node] != NOTHING) {
        longest = node;
      }
    }
    return longest;
  }

  /// The id of the token that ends in a node.
  int idAt(int node) {
    return id[node];
  }

  /// The length in chars of the token that ends in a node.
  int lengthAt(int node) {
    return length[node];
  }
}
