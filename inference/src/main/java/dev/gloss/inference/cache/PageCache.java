package dev.gloss.inference.cache;

/// The pages of all sequences: what was computed once is kept by its tokens and found again.
///
/// Reuse is exact. A position is taken from the cache only if every token its entries depend on is
/// the same ([Contents]), and the last token of a prompt is always left to compute, because its
/// logits are wanted. Where a sequence leaves the cached one inside a page, the common part of that
/// page is copied.
///
/// Owned by the engine loop's thread.
public final class PageCache {
  private final PageCopy copy;
  private final int pageTokens;
  private PagePool pool;
  private PrefixTree tree;
  private int tables;

  /// A cache of the pages `0..pages - 1`, all free.
  ///
  /// @param pages number of pages
  /// @param pageTokens positions a page holds
  /// @param copy copies pages
  public PageCache(int pages, int pageTokens, PageCopy copy) {
    if (pages < 1 || pageTokens < 1) {
      throw new IllegalArgumentException(
          "a cache needs pages and positions in them, got " + pages + " and " + pageTokens);
    }
    this.pool = new PagePool(pages);
    this.tree = new PrefixTree(pool, pageTokens);
    this.copy = copy;
    this.pageTokens = pageTokens;
  }

  /// Positions there is room for.
  public int capacityTokens() {
    return Math.multiplyExact(pool.pages(), pageTokens);
  }

  /// Opens a sequence's table with what the cache knows of its tokens.
  ///
  /// @param tokens the sequence's tokens
  /// @param length how many there are, at least 1
  /// @param capacity positions the sequence can ever have
  /// @param contents what its pages will hold
  /// @throws RuntimeException what copying a page threw; nothing stays open then
  public PageTable open(int[] tokens, int length, int capacity, Contents contents) {
    PageTable table = openEmpty(capacity, contents);
    PrefixTree.Match match = tree.find(tokens, length, length - 1, contents);
    tree.pagesTo(match.node(), match.pages(), table.pages);
    for (int i = 0; i < match.pages(); i++) {
      pool.retain(table.pages[i]);
    }
    table.size = match.pages();
    table.shared = match.node();
    table.sharedPages = match.pages();
    table.reusedTokens = match.pages() * pageTokens;
    PageNode partial = match.partial();
    if (partial != null) {
      copyPart(table, partial.page, match.partialTokens());
    }
    return table;
  }

  private void copyPart(PageTable table, int from, int tokens) {
    // Held while a page is looked for, lest this very page be evicted.
    pool.retain(from);
    try {
      int page = allocate();
      if (page != PagePool.NONE) {
        table.pages[table.size++] = page;
        copy.copyPage(from, page, tokens);
        table.reusedTokens += tokens;
      }
    } catch (RuntimeException | Error e) {
      discard(table);
      throw e;
    } finally {
      pool.release(from);
    }
  }

  /// Opens a table that reuses nothing, for who wants everything computed.
  ///
  /// @param capacity positions the sequence can ever have
  public PageTable openEmpty(int capacity, Contents contents) {
    tables++;
    return new PageTable(contents, pagesFor(capacity), tree.root(contents));
  }

  /// Makes room for the first `positions` positions, evicting what nobody uses.
  ///
  /// @return false if there are too few pages; the table then keeps those it has got
  public boolean grow(PageTable table, int positions) {
    int wanted = pagesFor(positions);
    while (table.size < wanted) {
      int page = allocate();
      if (page == PagePool.NONE) {
        return false;
      }
      table.pages[table.size++] = page;
    }
    return true;
  }

  /// Takes over whole pages of the sequence that others have filled since it was opened; what it
  /// had of these itself is given up.
  ///
  /// @param tokens the sequence's tokens
  /// @param length how many there are; the last one is left to compute
  /// @return how many first positions are filled and shared now
  public int follow(PageTable table, int[] tokens, int length) {
    tree.follow(tokens, length - 1, table);
    return table.sharedPages * pageTokens;
  }

  /// Shares the whole pages among the first `filled` positions; the sequence goes on behind them.
  /// Costs nothing where none has been filled since the last time.
  ///
  /// @param tokens the sequence's tokens, those included that the last filled entry depends on
  public void publish(PageTable table, int[] tokens, int filled) {
    if (filled / pageTokens > table.sharedPages) {
      tree.insert(tokens, filled / pageTokens * pageTokens, table);
    }
  }

  /// Ends a sequence and keeps its first `filled` positions for later ones, as long as there is
  /// room.
  ///
  /// @param tokens the sequence's tokens, those included that the last filled entry depends on
  public void close(PageTable table, int[] tokens, int filled) {
    tree.insert(tokens, filled, table);
    discard(table);
  }

  /// Ends a sequence and forgets what was not published.
  public void discard(PageTable table) {
    for (int i = 0; i < table.size; i++) {
      pool.release(table.pages[i]);
    }
    table.size = 0;
    tables--;
  }

  /// Pages that can be had, by eviction at worst.
  public int availablePages() {
    return pool.free() + tree.evictable();
  }

  /// Pages it takes to hold so many positions.
  public int pagesFor(int positions) {
    return (positions + pageTokens - 1) / pageTokens;
  }

  /// Pages that so many positions fill to their end.
  public int wholePages(int positions) {
    return positions / pageTokens;
  }

  /// Pages that nobody holds.
  public int freePages() {
    return pool.free();
  }

  /// Sequences that are open.
  public int openTables() {
    return tables;
  }

  /// Filled positions kept for later sequences.
  public int cachedTokens() {
    return tree.positions();
  }

  /// Forgets everything that no open sequence uses.
  public void clear() {
    while (tree.evict()) {
      // Each eviction may bare another leaf.
    }
  }

  /// Forgets everything, the tables of open sequences too: these are not to be used any more.
  public void reset() {
    pool = new PagePool(pool.pages());
    tree = new PrefixTree(pool, pageTokens);
    tables = 0;
  }

  private int allocate() {
    int page = pool.allocate();
    while (page == PagePool.NONE && tree.evict()) {
      page = pool.allocate();
    }
    return page;
  }
}
