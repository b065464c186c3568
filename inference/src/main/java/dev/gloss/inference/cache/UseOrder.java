package dev.gloss.inference.cache;

import org.jspecify.annotations.Nullable;

/// The nodes of a prefix tree from the least to the most recently used.
///
/// A use moves a node and then its ancestors to the end, so that no node is ever older than one
/// below it, and the oldest is a leaf.
final class UseOrder {
  private @Nullable PageNode oldest;
  private @Nullable PageNode newest;

  /// The node that was not used for the longest time.
  @Nullable PageNode oldest() {
    return oldest;
  }

  /// Adds a node as the most recently used.
  void add(PageNode node) {
    node.older = newest;
    node.newer = null;
    if (newest == null) {
      oldest = node;
    } else {
      newest.newer = node;
    }
    newest = node;
  }

  /// Takes a node out.
  void remove(PageNode node) {
    PageNode older = node.older;
    PageNode newer = node.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    node.older = null;
    node.newer = null;
  }

  /// Notes a use of the node and of all its ancestors but the root, which is no page.
  void touch(PageNode node) {
    for (PageNode at = node; at.parent != null; at = at.parent) {
      remove(at);
      add(at);
    }
  }
}
