package dev.gloss.inference.cache;

import java.util.Arrays;

/// Hands out page numbers and counts who holds them.
///
/// Owned by the engine loop's thread.
final class PagePool {
  /// What [#allocate()] answers when every page is held.
  static final int NONE = -1;

  private final int[] references;
  private final int[] free;
  private int freeCount;

  /// A pool of the pages `0..pages - 1`, all free.
  PagePool(int pages) {
    references = new int[pages];
    free = new int[pages];
    // A stack with the lowest number on top: a lightly used cache touches little memory.
    Arrays.setAll(free, i -> pages - 1 - i);
    freeCount = pages;
  }

  /// Number of pages, free ones included.
  int pages() {
    return references.length;
  }

  /// Number of pages that nobody holds.
  int free() {
    return freeCount;
  }

  /// A free page, now held once; [#NONE] if there is none.
  int allocate() {
    if (freeCount == 0) {
      return NONE;
    }
    int page = free[--freeCount];
    references[page] = 1;
    return page;
  }

  /// Counts one more holder.
  ///
  /// @throws IllegalStateException if nobody holds the page
  void retain(int page) {
    requireHeld(page);
    references[page]++;
  }

  /// Counts one holder less; the last one frees the page.
  ///
  /// @throws IllegalStateException if nobody holds the page
  void release(int page) {
    requireHeld(page);
    if (--references[page] == 0) {
      free[freeCount++] = page;
    }
  }

  /// How many hold the page.
  int references(int page) {
    return references[page];
  }

  private void requireHeld(int page) {
    if (references[page] == 0) {
      throw new IllegalStateException("page " + page + " is free");
    }
  }
}
