package dev.gloss.inference.cache;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Filled pages by the tokens that lead to them, one tree for each kind of contents.
///
/// The tree holds every page in it once, on its own account. Owned by the engine loop's thread.
final class PrefixTree {
  private final PagePool pool;
  private final int pageTokens;
  private final Map<Contents, PageNode> roots = new EnumMap<>(Contents.class);
  private final UseOrder order = new UseOrder();
  private int positions;

  PrefixTree(PagePool pool, int pageTokens) {
    this.pool = pool;
    this.pageTokens = pageTokens;
    for (Contents contents : Contents.values()) {
      roots.put(contents, new PageNode(new int[0], 0, PagePool.NONE, null));
    }
  }

  /// Where a sequence leaves the tree.
  ///
  /// @param node the last page that can be shared whole, the root if there is none
  /// @param pages how many pages lead to it
  /// @param partial a page of which only a first part can be used, so that it has to be copied;
  ///   null if there is none
  /// @param partialTokens the length of that part
  record Match(PageNode node, int pages, @Nullable PageNode partial, int partialTokens) {}

  /// Finds the longest filled prefix of the first `limit` positions of a sequence.
  ///
  /// @param tokens the sequence's tokens
  /// @param length how many there are
  /// @param limit positions beyond these are not wanted
  Match find(int[] tokens, int length, int limit, Contents contents) {
    PageNode node = root(contents);
    int pages = 0;
    while (true) {
      int from = pages * pageTokens;
      PageNode best = null;
      int bestTokens = 0;
      for (PageNode child : node.children) {
        int common = child.commonPrefix(tokens, from, length) - contents.lookahead();
        int usable = Math.min(Math.min(common, child.positions), limit - from);
        if (usable > bestTokens) {
          best = child;
          bestTokens = usable;
        }
      }
      if (best == null || bestTokens < pageTokens) {
        order.touch(best == null ? node : best);
        return new Match(node, pages, best, bestTokens);
      }
      node = best;
      pages++;
    }
  }

  /// Writes the pages that lead to a node to the front of an array.
  void pagesTo(PageNode node, int count, int[] pages) {
    PageNode at = node;
    for (int i = count - 1; i >= 0; i--) {
      pages[i] = at.page;
      at = at.parent == null ? at : at.parent;
    }
  }

  /// Takes up the first `filled` positions of a sequence, from those on that it has of it already.
  /// A page that the tree has as well is replaced in the sequence's table by the tree's, whose
  /// contents are equal bit by bit.
  void insert(int[] tokens, int filled, PageTable table) {
    PageNode node = table.shared;
    for (int i = table.sharedPages; i * pageTokens < filled; i++) {
      int from = i * pageTokens;
      int count = Math.min(pageTokens, filled - from);
      int end = from + count + table.contents.lookahead();
      PageNode known = childThatCovers(node, tokens, from, end);
      if (known == null) {
        dropCovered(node, tokens, from, end);
        known = add(node, Arrays.copyOfRange(tokens, from, end), count, table.pages[i]);
      } else if (count == pageTokens && known.page != table.pages[i]) {
        pool.retain(known.page);
        pool.release(table.pages[i]);
        table.pages[i] = known.page;
      }
      node = known;
      if (count == pageTokens) {
        table.shared = node;
        table.sharedPages = i + 1;
      }
    }
    order.touch(node);
  }

  /// Replaces the pages of a sequence behind those that it has of the tree by the tree's, as far as
  /// it has them whole by now.
  ///
  /// @param limit positions beyond these are not wanted
  void follow(int[] tokens, int limit, PageTable table) {
    int lookahead = table.contents.lookahead();
    while ((table.sharedPages + 1) * pageTokens + lookahead <= limit) {
      int from = table.sharedPages * pageTokens;
      PageNode next = childThatCovers(table.shared, tokens, from, from + pageTokens + lookahead);
      if (next == null) {
        return;
      }
      pool.retain(next.page);
      if (table.sharedPages < table.size) {
        pool.release(table.pages[table.sharedPages]);
      } else {
        table.size++;
      }
      table.pages[table.sharedPages++] = next.page;
      table.shared = next;
    }
  }

  /// Gives up the page that was not used for the longest time and that no sequence holds; false if
  /// there is none.
  boolean evict() {
    for (PageNode node = order.oldest(); node != null; node = node.newer) {
      if (node.children.isEmpty() && pool.references(node.page) == 1) {
        drop(node);
        return true;
      }
    }
    return false;
  }

  /// How many pages only the tree holds.
  int evictable() {
    int count = 0;
    for (PageNode node = order.oldest(); node != null; node = node.newer) {
      if (pool.references(node.page) == 1) {
        count++;
      }
    }
    return count;
  }

  /// Filled positions over all pages of the tree.
  int positions() {
    return positions;
  }

  /// The node that all sequences with these contents begin at.
  PageNode root(Contents contents) {
    PageNode root = roots.get(contents);
    if (root == null) {
      throw new IllegalStateException("no tree for " + contents);
    }
    return root;
  }

  private static @Nullable PageNode childThatCovers(
      PageNode node, int[] tokens, int from, int end) {
    for (PageNode child : node.children) {
      if (child.commonPrefix(tokens, from, end) == end - from) {
        return child;
      }
    }
    return null;
  }

  private void dropCovered(PageNode node, int[] tokens, int from, int end) {
    for (int i = node.children.size() - 1; i >= 0; i--) {
      PageNode child = node.children.get(i);
      boolean covered = child.commonPrefix(tokens, from, end) == child.key.length;
      if (covered && child.positions < pageTokens) {
        drop(child);
      }
    }
  }

  private PageNode add(PageNode parent, int[] key, int count, int page) {
    PageNode node = new PageNode(key, count, page, parent);
    pool.retain(page);
    parent.children.add(node);
    order.add(node);
    positions += count;
    return node;
  }

  private void drop(PageNode node) {
    if (node.parent != null) {
      node.parent.children.remove(node);
    }
    order.remove(node);
    positions -= node.positions;
    pool.release(node.page);
  }
}
