package dev.gloss.inference.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageCacheTest {
  private static final int PAGE = 4;

  private final List<String> copies = new ArrayList<>();
  private final PageCache cache =
      new PageCache(8, PAGE, (from, to, tokens) -> copies.add(from + ">" + to + ":" + tokens));

  private PageTable open(Contents contents, int... tokens) {
    return cache.open(tokens, tokens.length, 32, contents);
  }

  /// Runs a sequence from begin to end: all its positions but the last are filled, as they are when
  /// a generation ends.
  private int[] run(Contents contents, int... tokens) {
    PageTable table = open(contents, tokens);
    int filled = tokens.length - 1;
    assertTrue(cache.grow(table, filled));
    int[] pages = Arrays.copyOf(table.pages(), table.size());
    cache.close(table, tokens, filled);
    return pages;
  }

  private int reused(Contents contents, int... tokens) {
    PageTable table = open(contents, tokens);
    int reused = table.reusedTokens();
    cache.discard(table);
    return reused;
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(0, reused(Contents.MAIN, 1, 2, 3));
    assertEquals(8, cache.freePages());
  }

  @Test
  void theLastTokenIsAlwaysLeftToCompute() {
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertEquals(8, reused(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertEquals(7, reused(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8));
    assertEquals(0, reused(Contents.MAIN, 1));
  }

  @Test
  void aSequenceThatLeavesInsideAPageCopiesTheCommonPart() {
    int[] pages = run(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    PageTable table = open(Contents.MAIN, 1, 2, 3, 4, 5, 6, 60, 61);
    assertEquals(6, table.reusedTokens());
    assertEquals(pages[0], table.pages()[0]);
    assertNotEquals(pages[1], table.pages()[1]);
    assertEquals(List.of(pages[1] + ">" + table.pages()[1] + ":2"), copies);
    cache.discard(table);
  }

  @Test
  void aCopyThatFailsLeavesNothingHeld() {
    PageCache failing =
        new PageCache(
            8,
            PAGE,
            (_, _, _) -> {
              throw new IllegalStateException("cannot copy");
            });
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    PageTable table = failing.open(tokens, 9, 32, Contents.MAIN);
    assertTrue(failing.grow(table, 8));
    failing.close(table, tokens, 8);
    int[] other = {1, 2, 3, 4, 5, 6, 60, 61};
    assertThrows(
        IllegalStateException.class, () -> failing.open(other, other.length, 32, Contents.MAIN));
    assertEquals(0, failing.openTables());
    assertEquals(8, failing.availablePages());
    failing.clear();
    assertEquals(8, failing.freePages());
  }

  @Test
  void mtpEntriesDependOnTheTokenBehind() {
    run(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertEquals(5, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6, 60, 61));
    // At a page's border the last position of the whole page is the one to compute again.
    assertEquals(3, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 50, 51));
    assertEquals(4, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 51));
    assertEquals(0, reused(Contents.MAIN_AND_MTP, 1, 20));
    // The last prompt token has no token behind it yet.
    assertEquals(7, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void bothBranchesBehindAPageBorderAreKept() {
    run(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6, 7);
    run(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 50, 60, 70);
    assertEquals(6, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6, 7));
    assertEquals(6, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 50, 60, 70));
  }

  @Test
  void sequencesWithAndWithoutMtpShareNothing() {
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6);
    assertEquals(0, reused(Contents.MAIN_AND_MTP, 1, 2, 3, 4, 5, 6));
    assertEquals(5, reused(Contents.MAIN, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void whatIsContainedInAnotherPageTakesNoRoom() {
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6);
    assertEquals(6, cache.freePages());
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6);
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7);
    run(Contents.MAIN, 1, 2, 3, 4, 5);
    assertEquals(6, cache.freePages());
    assertEquals(6, cache.cachedTokens());
  }

  @Test
  void publishedPagesAreSharedWhileTheirSequenceGoesOn() {
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    PageTable first = cache.open(tokens, 10, 32, Contents.MAIN);
    assertTrue(cache.grow(first, 10));
    cache.publish(first, tokens, 10);
    PageTable second = open(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertEquals(8, second.reusedTokens());
    assertArrayEquals(
        Arrays.copyOf(first.pages(), 2), Arrays.copyOf(second.pages(), second.size()));
    cache.discard(first);
    cache.discard(second);
    assertEquals(6, cache.freePages());
    cache.clear();
    assertEquals(8, cache.freePages());
  }

  @Test
  void twoThatComputedTheSamePagesEndUpWithOne() {
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    PageTable first = cache.open(tokens, 9, 32, Contents.MAIN);
    PageTable second = cache.open(tokens, 9, 32, Contents.MAIN);
    assertTrue(cache.grow(first, 9) && cache.grow(second, 9));
    cache.publish(first, tokens, 9);
    cache.publish(second, tokens, 9);
    assertArrayEquals(Arrays.copyOf(first.pages(), 2), Arrays.copyOf(second.pages(), 2));
    assertEquals(8 - 2 - 2, cache.freePages());
    cache.discard(first);
    cache.discard(second);
  }

  @Test
  void aSequenceFollowsOneThatIsAheadOfIt() {
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    PageTable slow = cache.open(tokens, 10, 32, Contents.MAIN);
    PageTable fast = cache.open(tokens, 10, 32, Contents.MAIN);
    assertTrue(cache.grow(slow, 2) && cache.grow(fast, 10));
    assertEquals(0, cache.follow(slow, tokens, 10));
    cache.publish(fast, tokens, 10);
    assertEquals(8, cache.follow(slow, tokens, 10));
    assertArrayEquals(Arrays.copyOf(fast.pages(), 2), Arrays.copyOf(slow.pages(), slow.size()));
    assertEquals(8 - 3, cache.freePages());
    // The last token is left to compute.
    PageTable shorter = cache.openEmpty(32, Contents.MAIN);
    assertEquals(4, cache.follow(shorter, tokens, 8));
    cache.discard(shorter);
    cache.discard(slow);
    cache.discard(fast);
    cache.clear();
    assertEquals(8, cache.freePages());
  }

  @Test
  void theLongestUnusedLeafGoesFirst() {
    run(Contents.MAIN, 1, 1, 1, 1, 1, 1);
    run(Contents.MAIN, 2, 2, 2, 2, 2, 2);
    run(Contents.MAIN, 3, 3, 3, 3, 3, 3);
    assertEquals(4, reused(Contents.MAIN, 1, 1, 1, 1, 9));
    // 6 of 8 pages are kept; 4 more need two: the leaf of the 1s was last used before all the 2s.
    run(Contents.MAIN, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
    assertEquals(4, reused(Contents.MAIN, 1, 1, 1, 1, 1, 1));
    assertEquals(4, reused(Contents.MAIN, 2, 2, 2, 2, 2, 2));
    assertEquals(5, reused(Contents.MAIN, 3, 3, 3, 3, 3, 3));
  }

  @Test
  void heldPagesAreNotEvicted() {
    run(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    PageTable holder = open(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    PageTable greedy = open(Contents.MAIN, 9);
    assertFalse(cache.grow(greedy, 7 * PAGE));
    assertEquals(6, greedy.size());
    assertEquals(8, holder.reusedTokens());
    cache.discard(greedy);
    cache.discard(holder);
    assertEquals(8, reused(Contents.MAIN, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }

  /// Random sequences over few tokens, interleaved, against a model of what every page holds: an
  /// entry is the text of the tokens it depends on.
  @Test
  void reuseIsExact() {
    Property.forSeeds(200, PageCacheTest::checkReuse);
  }

  private record Open(PageTable table, int[] tokens) {}

  private static void checkReuse(SplittableRandom random) {
    int pages = random.nextInt(4, 24);
    String[][] bytes = new String[pages][PAGE];
    PageCache cache =
        new PageCache(
            pages,
            PAGE,
            (from, to, count) -> {
              String[] copy = new String[PAGE];
              System.arraycopy(bytes[from], 0, copy, 0, count);
              bytes[to] = copy;
            });
    List<Open> open = new ArrayList<>();
    for (int turn = 0; turn < 300; turn++) {
      if (open.size() < 3 && random.nextInt(3) > 0) {
        int[] tokens = random.ints(random.nextInt(2, 20), 0, 3).toArray();
        Contents contents = Contents.values()[random.nextInt(2)];
        PageTable table = cache.open(tokens, tokens.length, tokens.length, contents);
        expectEntries(bytes, table, tokens, table.reusedTokens());
        int filled = tokens.length - contents.lookahead();
        if (cache.grow(table, filled)) {
          for (int p = table.reusedTokens(); p < filled; p++) {
            bytes[table.pages()[p / PAGE]][p % PAGE] = entry(tokens, p, contents);
          }
          open.add(new Open(table, tokens));
        } else {
          cache.discard(table);
        }
      } else if (!open.isEmpty()) {
        Open some = open.get(random.nextInt(open.size()));
        int filled = some.tokens().length - some.table().contents.lookahead();
        expectEntries(bytes, some.table(), some.tokens(), filled);
        if (random.nextBoolean()) {
          int followed = cache.follow(some.table(), some.tokens(), some.tokens().length);
          expectEntries(bytes, some.table(), some.tokens(), Math.max(filled, followed));
          cache.publish(some.table(), some.tokens(), random.nextInt(filled + 1));
        } else {
          open.remove(some);
          cache.close(some.table(), some.tokens(), random.nextInt(filled + 1));
        }
      }
    }
    for (Open some : open) {
      cache.discard(some.table());
    }
    assertEquals(pages, cache.availablePages());
    cache.clear();
    assertEquals(pages, cache.freePages());
    assertEquals(0, cache.cachedTokens());
  }

  private static String entry(int[] tokens, int position, Contents contents) {
    int end = position + 1 + contents.lookahead();
    return contents + Arrays.toString(Arrays.copyOf(tokens, end)) + "@" + position;
  }

  private static void expectEntries(String[][] bytes, PageTable table, int[] tokens, int filled) {
    for (int p = 0; p < filled; p++) {
      assertEquals(entry(tokens, p, table.contents), bytes[table.pages()[p / PAGE]][p % PAGE]);
    }
  }
}
