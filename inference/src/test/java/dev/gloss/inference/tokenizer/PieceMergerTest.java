package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.testing.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PieceMergerTest {
  private static final int SYMBOLS = 4;

  @Test
  void scanAndQueueMergeAsTheDefinitionSays() {
    Seeded.cases(
        2000,
        random -> {
          List<int[]> merges = randomMerges(random);
          byte[] piece = randomPiece(random);
          int[] expected = mergedByDefinition(merges, piece);
          assertArrayEquals(expected, merged(merges, piece, Integer.MAX_VALUE));
          assertArrayEquals(expected, merged(merges, piece, 0));
        });
  }

  @Test
  void workGrowsWithALogarithmInsideOnePiece() {
    // Two merge rules that work their way through the whole run again and again.
    List<int[]> merges = List.of(new int[] {0, 0, 4}, new int[] {4, 4, 5}, new int[] {5, 5, 6});
    long before = steps(merges, 1 << 12);
    for (int size = 1 << 13; size <= 1 << 18; size <<= 1) {
      long now = steps(merges, size);
      assertTrue(now < 2.5 * before, size + " symbols took " + now + " steps, half " + before);
      before = now;
    }
  }

  private static long steps(List<int[]> merges, int size) {
    PieceMerger merger = new PieceMerger(table(merges));
    merger.merge(new byte[size], 0, size, idOfByte(), new IntList(size));
    return merger.steps();
  }

  private static int[] merged(List<int[]> merges, byte[] piece, int scanLimit) {
    PieceMerger merger = new PieceMerger(table(merges), scanLimit);
    IntList ids = new IntList(0);
    merger.merge(new byte[70], 0, 70, idOfByte(), ids);
    ids.clear();
    merger.merge(piece, 0, piece.length, idOfByte(), ids);
    return ids.toArray();
  }

  private static int[] idOfByte() {
    return IntStream.range(0, 256).map(b -> b < SYMBOLS ? b : -1).toArray();
  }

  /// Triples of left, right and merged id, the soonest first.
  private static List<int[]> randomMerges(Random random) {
    List<int[]> merges = new ArrayList<>();
    for (int id = SYMBOLS; id < SYMBOLS + 12; id++) {
      int left = random.nextInt(id);
      int right = random.nextInt(id);
      if (merges.stream().noneMatch(merge -> merge[0] == left && merge[1] == right)) {
        merges.add(new int[] {left, right, id});
      }
    }
    return merges;
  }

  private static byte[] randomPiece(Random random) {
    byte[] piece = new byte[random.nextInt(80)];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) random.nextInt(SYMBOLS + 1);
    }
    return piece;
  }

  private static MergeTable table(List<int[]> merges) {
    MergeTable table = new MergeTable(merges.size());
    for (int rank = 0; rank < merges.size(); rank++) {
      int[] merge = merges.get(rank);
      table.put(merge[0], merge[1], rank, merge[2]);
    }
    return table;
  }

  /// The soonest merge that applies anywhere, at its leftmost place, until none applies.
  private static int[] mergedByDefinition(List<int[]> merges, byte[] piece) {
    List<Integer> ids = new ArrayList<>();
    for (byte b : piece) {
      if (b < SYMBOLS) {
        ids.add((int) b);
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int[] merge : merges) {
        int at = indexOf(ids, merge[0], merge[1]);
        if (at >= 0) {
          ids.set(at, merge[2]);
          ids.remove(at + 1);
          changed = true;
          break;
        }
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int indexOf(List<Integer> ids, int left, int right) {
    for (int i = 0; i + 1 < ids.size(); i++) {
      if (ids.get(i) == left && ids.get(i + 1) == right) {
        return i;
      }
    }
    return -1;
  }
}
