package dev.gloss.inference.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page in the prefix tree; the way from the root to it spells the tokens before it.
///
/// Only a page that is filled to its end can have children.
final class PageNode {
  /// The tokens of the page's filled positions, and behind them those that the last position's
  /// entry depends on ([Contents#lookahead()]).
  final int[] key;

  /// Filled positions.
  final int positions;

  final int page;
  final @Nullable PageNode parent;
  final List<PageNode> children = new ArrayList<>(1);

  /// Neighbours in the order of use, see [UseOrder].
  @Nullable PageNode older;

  @Nullable PageNode newer;

  PageNode(int[] key, int positions, int page, @Nullable PageNode parent) {
    this.key = key;
    this.positions = positions;
    this.page = page;
    this.parent = parent;
  }

  /// How many of `tokens[from, to)` the key begins with.
  int commonPrefix(int[] tokens, int from, int to) {
    int end = Math.min(key.length, to - from);
    int mismatch = Arrays.mismatch(key, 0, end, tokens, from, from + end);
    return mismatch < 0 ? end : mismatch;
  }
}
