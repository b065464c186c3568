package dev.gloss.inference.cache;

/// The pages of one sequence: position `p` is kept in page `pages()[p / pageTokens]`.
///
/// Pages that came from the prefix tree or were given to it are shared and never written again;
/// those behind them belong to the sequence alone. Owned by the engine loop's thread.
public final class PageTable {
  final Contents contents;
  final int[] pages;
  int size;
  int reusedTokens;

  /// The last of its pages that the prefix tree has, the tree's root if it has none, and how many
  /// lead to it. Held by the table, these stay in the tree as long as the table is open.
  PageNode shared;

  int sharedPages;

  PageTable(Contents contents, int capacity, PageNode root) {
    this.contents = contents;
    this.shared = root;
    this.pages = new int[capacity];
  }

  /// What the pages hold.
  public Contents contents() {
    return contents;
  }

  /// Page numbers; only the first entries are in use, as many as positions were asked for. Not a
  /// copy.
  public int[] pages() {
    return pages;
  }

  /// Number of pages in use.
  public int size() {
    return size;
  }

  /// How many first positions were filled when the table was opened.
  public int reusedTokens() {
    return reusedTokens;
  }
}
