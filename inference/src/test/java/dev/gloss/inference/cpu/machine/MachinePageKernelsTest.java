package dev.gloss.inference.cpu.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/// Attention by machine code against the specification, bit by bit.
final class MachinePageKernelsTest {
  private static final int PAGE = PageKernels.PAGE_KEYS;

  private final RandomNumbers random = RandomNumbers.ofSeed();

  @BeforeEach
  void needsTheProcessor() {
    assumeTrue(Processor.obstacle() == null, () -> "no machine code: " + Processor.obstacle());
  }

  private interface Call {
    void run(PageKernels kernels, MemorySegment y);
  }

  private void check(Arena arena, int rows, int stride, int used, String what, Call call) {
    MemorySegment expected = random.floats(arena, (long) rows * stride);
    MemorySegment actual = arena.allocate(expected.byteSize(), 64).copyFrom(expected);
    call.run(new ScalarKernels().pages(), expected);
    call.run(new MachineKernels(new ScalarKernels(), arena).pages(), actual);
    for (int row = 0; row < rows; row++) {
      long at = (long) row * stride * Float.BYTES;
      long bytes = (long) used * Float.BYTES;
      assertArrayEquals(
          expected.asSlice(at, bytes).toArray(ValueLayout.JAVA_INT),
          actual.asSlice(at, bytes).toArray(ValueLayout.JAVA_INT),
          what + " row " + row + " " + random.hint());
    }
  }

  @RepeatedTest(30)
  void scoresAreThoseOfTheSpecification() {
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

  @RepeatedTest(30)
  void weightedValuesAreThoseOfTheSpecification() {
    try (Arena arena = Arena.ofConfined()) {
      int count = random.between(1, 11);
      int keys = random.between(1, PAGE);
      int width = random.between(1, 150);
      int padded = Math.ceilDiv(width, 16) * 16;
      MemorySegment weights = random.floats(arena, (long) count * PAGE);
      // Numbers behind the values' width must not matter.
      MemorySegment values = random.floats(arena, (long) keys * width + 16);
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
