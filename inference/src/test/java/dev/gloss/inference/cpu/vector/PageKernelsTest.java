package dev.gloss.inference.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.cpu.machine.MachineKernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.cpu.scalar.ScalarPageKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Attention to pages is the same bit by bit with vectors and by machine code, on random shapes.
final class PageKernelsTest {
  private static final int ROUNDS = 60;
  private static final int PAGE = PageKernels.PAGE_KEYS;
  private static final int MOST_ROUNDS = 20_000;
  private static final int QUIET_ROUNDS = 20;

  private final RandomNumbers random = RandomNumbers.ofSeed();

  private interface Call {
    void run(PageKernels kernels, MemorySegment y);
  }

  /// Those that have to do what the plain ones do.
  private static List<PageKernels> fast(Arena arena) {
    List<PageKernels> fast = new ArrayList<>(List.of(new VectorPageKernels()));
    MachineKernels.ofEveryKind(new ScalarKernels(), arena)
        .forEach(kernels -> fast.add(kernels.pages()));
    return fast;
  }

  /// Runs a kernel in all forms on the same random `y` and compares the bits of `rows` rows of
  /// `used` numbers.
  private void check(Arena arena, int rows, int width, int used, String what, Call call) {
    MemorySegment before = random.floats(arena, (long) rows * width);
    MemorySegment expected = arena.allocate(before.byteSize(), 64).copyFrom(before);
    call.run(new ScalarPageKernels(), expected);
    for (PageKernels kernels : fast(arena)) {
      MemorySegment actual = arena.allocate(before.byteSize(), 64).copyFrom(before);
      call.run(kernels, actual);
      for (int row = 0; row < rows; row++) {
        assertArrayEquals(
            numbers(expected, row, width, used),
            numbers(actual, row, width, used),
            kernels.getClass().getSimpleName() + " " + what + " row " + row + " " + random.hint());
      }
    }
  }

  private static int[] numbers(MemorySegment y, int row, int width, int used) {
    return y.asSlice((long) row * width * Float.BYTES, (long) used * Float.BYTES)
        .toArray(ValueLayout.JAVA_INT);
  }

  @Test
  void widenedNumbersAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      for (CacheType type : CacheType.values()) {
        try (Arena arena = Arena.ofConfined()) {
          int width = round % 2 == 0 ? random.between(1, 150) : 16 * random.between(1, 9);
          PageMatrix matrix = new PageMatrix(type, width, round % 4 < 2);
          long at = 64L * random.between(0, 3);
          MemorySegment page = arena.allocate(at + matrix.byteSize(), 64);
          for (int slot = 0; slot < random.between(1, PAGE); slot++) {
            matrix.put(page, at, slot, random.floats(arena, width), 0);
          }
          check(
              arena,
              1,
              Math.toIntExact(matrix.widenedBytes() / Float.BYTES),
              matrix.count(),
              "widened " + matrix,
              (kernels, y) -> kernels.widen(matrix, page, at, y, 0));
        }
      }
    }
  }

  /// Vectors are objects until the virtual machine has compiled the loops whole.
  @ParameterizedTest
  @EnumSource(CacheType.class)
  void compiledWideningAllocatesNothing(CacheType type) {
    assumeTrue(
        Lanes.FLOATS.vectorBitSize() <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        "vectors wider than the machine's are never compiled");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      PageKernels kernels = new VectorPageKernels();
      PageMatrix keys = new PageMatrix(type, 64, true);
      PageMatrix values = new PageMatrix(type, 64, false);
      MemorySegment page = arena.allocate(keys.byteSize() + values.byteSize(), 64);
      MemorySegment to = arena.allocate(Math.max(keys.widenedBytes(), values.widenedBytes()), 64);
      int quiet = 0;
      for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < 20; call++) {
          kernels.widen(keys, page, 0, to, 0);
          kernels.widen(values, page, keys.byteSize(), to, 0);
        }
        quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      }
      assertEquals(QUIET_ROUNDS, quiet, "rounds in a row that allocate nothing");
    }
  }

  @Test
  void scoresAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int count = random.between(1, 11);
        int width = random.between(1, 150);
        MemorySegment queries = random.floats(arena, (long) count * width);
        MemorySegment keys = random.floats(arena, (long) width * PAGE);
        check(
            arena,
            count,
            PAGE,
            PAGE,
            "scores of " + count + " queries of " + width,
            (kernels, y) ->
                kernels.scorePage(queries, 0, 4L * width, count, width, keys, 0, y, 0, 4L * PAGE));
      }
    }
  }

  @Test
  void exponentialsAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int keys = random.between(1, 300);
        int most = 320;
        check(
            arena,
            1,
            most,
            most,
            "exponentials of " + keys,
            (kernels, y) -> kernels.exponentials(y, 0, keys, y, 4L * (most - 2)));
      }
    }
  }

  @Test
  void exponentialsAreASoftmax() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment y = arena.allocate(8 * Float.BYTES, 64);
      float[] scores = {1, 3, -2};
      MemorySegment.copy(scores, 0, y, ValueLayout.JAVA_FLOAT, 0, 3);
      new VectorPageKernels().exponentials(y, 0, 3, y, 16);
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        double e = Math.exp(scores[i] - 3);
        assertEquals(e, y.getAtIndex(ValueLayout.JAVA_FLOAT, i), 1e-6);
        sum += e;
      }
      assertEquals(3, y.getAtIndex(ValueLayout.JAVA_FLOAT, 4));
      assertEquals(sum, y.getAtIndex(ValueLayout.JAVA_FLOAT, 5), 1e-6);
    }
  }

  /// Numbers behind the last key, and behind the values' width, must not matter.
  @Test
  void weightedValuesAreEqual() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Arena arena = Arena.ofConfined()) {
        int count = random.between(1, 11);
        int keys = random.between(1, PAGE);
        int width = random.between(1, 150);
        MemorySegment weights = random.floats(arena, (long) count * PAGE);
        MemorySegment values = random.floats(arena, (long) keys * width + 32);
        for (int i = keys * width; i < keys * width + 32; i++) {
          values.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
        }
        int padded = Math.ceilDiv(width, 16) * 16;
        check(
            arena,
            count,
            padded,
            width,
            keys + " values of " + width + " for " + count,
            (kernels, y) ->
                kernels.addWeighted(
                    weights,
                    0,
                    4L * PAGE,
                    count,
                    values,
                    0,
                    4L * width,
                    keys,
                    width,
                    y,
                    0,
                    4L * padded));
      }
    }
  }
}
