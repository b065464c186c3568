package dev.gloss.inference.cpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.codec.TwoWayCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens' numbers come back from a page as their type rounds them.
final class PageMatrixTest {

  @ParameterizedTest
  @EnumSource
  void everyTokenComesBackAsFilesOfThatTypeHoldIt(CacheType type) {
    for (boolean byChannel : new boolean[] {true, false}) {
      for (int width : new int[] {32, 64, 576}) {
        check(new PageMatrix(type, width, byChannel));
      }
    }
  }

  private static void check(PageMatrix matrix) {
    SplittableRandom random = new SplittableRandom(1);
    int width = matrix.width();
    float[][] tokens = new float[PageKernels.PAGE_KEYS][width];
    try (Arena arena = Arena.ofConfined()) {
      long at = 128;
      MemorySegment page = arena.allocate(at + matrix.byteSize(), 64);
      MemorySegment row = arena.allocate((long) width * Float.BYTES, 64);
      for (int slot : random.ints(200, 0, tokens.length).toArray()) {
        for (int channel = 0; channel < width; channel++) {
          tokens[slot][channel] = (float) random.nextGaussian(0, channel);
        }
        MemorySegment.copy(tokens[slot], 0, row, ValueLayout.JAVA_FLOAT, 0, width);
        matrix.put(page, at, slot, row, 0);
      }
      for (int slot = 0; slot < tokens.length; slot++) {
        float[] expected = rounded(tokens[slot], DType.valueOf(matrix.type().name()));
        for (int channel = 0; channel < width; channel++) {
          assertEquals(
              expected[channel],
              matrix.get(page, at, slot, channel),
              matrix + " token " + slot + " channel " + channel);
        }
      }
    }
  }

  private static float[] rounded(float[] numbers, DType type) {
    TwoWayCodec codec = (TwoWayCodec) type.codec();
    int blocks = numbers.length / codec.blockElements();
    MemorySegment stored = MemorySegment.ofArray(new byte[blocks * codec.blockBytes()]);
    codec.encode(numbers, 0, blocks, stored, 0);
    float[] rounded = new float[numbers.length];
    for (int block = 0; block < blocks; block++) {
      codec.decode(
          stored, (long) block * codec.blockBytes(), rounded, block * codec.blockElements());
    }
    return rounded;
  }

  @ParameterizedTest
  @EnumSource
  void aPageTakesWhatTheTypeSays(CacheType type) {
    DType stored = DType.valueOf(type.name());
    for (boolean byChannel : new boolean[] {true, false}) {
      PageMatrix matrix = new PageMatrix(type, 128, byChannel);
      assertEquals(stored.bytes(128L * PageKernels.PAGE_KEYS), matrix.byteSize(), type.name());
    }
  }
}
