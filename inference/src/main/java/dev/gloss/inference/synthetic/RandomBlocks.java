package dev.gloss.inference.synthetic;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.codec.ElementCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Blocks of an element type whose numbers are of the size that weights have, so that no step of a
/// model overflows; the same in every run.
///
/// Types whose elements stand alone get normally distributed numbers. Of those in blocks random
/// bytes are drawn until their decoded numbers are of that size: that needs to know nothing of how
/// a block is laid out, and every combination of its fields occurs.
final class RandomBlocks {
  /// What the numbers are like: the spread that weights are initialised with.
  static final float DEVIATION = 0.02f;

  /// FP8 codes are so many times larger than what they stand for, to use the type's range.
  static final float FP8_SCALE = 1f / 4096;

  private static final int ELEMENTS = 1 << 18;
  private static final float LARGEST = 8 * DEVIATION;

  private final DType type;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

  private RandomBlocks(DType type) {
    this.type = type;
  }

  /// Some hundred thousand numbers. Their blocks are odd in number, so that rows that are taken
  /// from repetitions of them one after another differ for a long time.
  static byte[] of(DType type) {
    return new RandomBlocks(type).draw(ELEMENTS / type.blockElements() + 1);
  }

  private byte[] draw(int blocks) {
    byte[] all = new byte[blocks * type.blockBytes()];
    MemorySegment segment = MemorySegment.ofArray(all);
    for (int block = 0; block < blocks; block++) {
      long at = (long) block * type.blockBytes();
      if (type.codec() instanceof ElementCodec codec) {
        float deviation = type == DType.F8_E4M3 ? DEVIATION / FP8_SCALE : DEVIATION;
        codec.encode((float) random.nextGaussian() * deviation, segment, at);
      } else {
        MemorySegment.copy(block(), 0, segment, ValueLayout.JAVA_BYTE, at, type.blockBytes());
      }
    }
    return all;
  }

  private byte[] block() {
    byte[] block = new byte[type.blockBytes()];
    float[] numbers = new float[type.blockElements()];
    do {
      random.nextBytes(block);
      type.codec().decode(MemorySegment.ofArray(block), 0, numbers, 0);
    } while (!areLikeWeights(numbers));
    return block;
  }

  private static boolean areLikeWeights(float[] numbers) {
    double squares = 0;
    for (float number : numbers) {
      if (!(Math.abs(number) < LARGEST)) {
        return false;
      }
      squares += (double) number * number;
    }
    double deviation = Math.sqrt(squares / numbers.length);
    return deviation > DEVIATION / 2 && deviation < DEVIATION * 2;
  }
}
