package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Random numbers and matrices for tests and benchmarks, repeatable by their seed.
public final class RandomNumbers {
  /// Where the seed can be set, to repeat a failure.
  private static final String SEED_PROPERTY = "seed";

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final long seed;
  private final RandomGenerator random;

  private RandomNumbers(long seed) {
    this.seed = seed;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// Numbers of the seed given by `-Dseed=`, or of a new one.
  public static RandomNumbers ofSeed() {
    return new RandomNumbers(Long.getLong(SEED_PROPERTY, System.nanoTime()));
  }

  /// Numbers of this seed.
  public static RandomNumbers ofSeed(long seed) {
    return new RandomNumbers(seed);
  }

  /// The types whose products round the activations.
  public static Stream<DType> roundedTypes() {
    return Stream.of(DType.values())
        .filter(dtype -> PackedMatrix.roundsActivations(dtype, Precision.FAST));
  }

  /// How to repeat, for messages.
  public String hint() {
    return "-Dseed=" + seed;
  }

  /// A number from `low` to `high`, both included.
  public int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /// Normally distributed numbers.
  public MemorySegment floats(Arena arena, long count) {
    MemorySegment segment = arena.allocate(Math.max(count, 1) * Float.BYTES, 64);
    for (long i = 0; i < count; i++) {
      segment.set(FLOAT, i * Float.BYTES, (float) random.nextGaussian());
    }
    return segment;
  }

  /// A matrix of a checkpoint, at an odd address as mapped files have them, FP8 with block scales.
  public Matrix matrix(Arena arena, DType dtype, int rows, int columns) {
    if (dtype.blockElements() > 1) {
      return new Matrix(blocks(arena, dtype, rows, columns), null);
    }
    long elements = (long) rows * columns;
    MemorySegment data = arena.allocate(dtype.bytes(elements) + 1, 64).asSlice(1);
    for (long i = 0; i < elements; i++) {
      float value = (float) random.nextGaussian();
      switch (dtype) {
        case F32 -> data.set(FLOAT, i * Float.BYTES, value);
        case BF16 -> setShort(data, i, Float.floatToRawIntBits(value) >>> 16);
        case F16 -> setShort(data, i, Float.floatToFloat16(value / 1000));
        case F8_E4M3 -> data.set(ValueLayout.JAVA_BYTE, i, f8Code(value));
        default -> throw new IllegalArgumentException("no random elements of " + dtype);
      }
    }
    Tensor weight = new Tensor("weight", dtype, List.of((long) rows, (long) columns), data);
    return new Matrix(weight, dtype == DType.F8_E4M3 ? scales(arena, rows, columns) : null);
  }

  /// Random bytes, block by block until their numbers are of a size that sums can bear.
  private Tensor blocks(Arena arena, DType dtype, int rows, int columns) {
    List<Long> shape = List.of((long) rows, (long) columns);
    MemorySegment data = arena.allocate(dtype.bytes(shape) + 1, 64).asSlice(1);
    byte[] block = new byte[dtype.blockBytes()];
    float[] values = new float[dtype.blockElements()];
    for (long at = 0; at < data.byteSize(); at += block.length) {
      do {
        random.nextBytes(block);
        dtype.codec().decode(MemorySegment.ofArray(block), 0, values, 0);
      } while (!bearable(values));
      MemorySegment.copy(block, 0, data, ValueLayout.JAVA_BYTE, at, block.length);
    }
    return new Tensor("weight", dtype, shape, data);
  }

  /// A matrix of blocks whose bytes are all the same, but for some at both ends, where the factors
  /// are in one type or another.
  public Matrix extremeMatrix(Arena arena, DType dtype, int rows, int columns, int code) {
    List<Long> shape = List.of((long) rows, (long) columns);
    MemorySegment data = arena.allocate(dtype.bytes(shape));
    byte[] block = new byte[dtype.blockBytes()];
    float[] values = new float[dtype.blockElements()];
    for (long at = 0; at < data.byteSize(); at += block.length) {
      do {
        Arrays.fill(block, (byte) code);
        for (int i : new int[] {0, 1, 2, 3, block.length - 2, block.length - 1}) {
          block[i] = (byte) random.nextInt();
        }
        dtype.codec().decode(MemorySegment.ofArray(block), 0, values, 0);
      } while (!bearable(values));
      MemorySegment.copy(block, 0, data, ValueLayout.JAVA_BYTE, at, block.length);
    }
    return new Matrix(new Tensor("weight", dtype, shape, data), null);
  }

  private static boolean bearable(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) < 1e6f)) {
        return false;
      }
    }
    return true;
  }

  private static void setShort(MemorySegment data, long index, int bits) {
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, index * Short.BYTES, (short) bits);
  }

  /// The code of a weight whose block's largest is four standard deviations, as quantising gives
  /// it; every fiftieth any finite one, so that all occur.
  private byte f8Code(float value) {
    float magnitude = Math.min(Math.abs(value) * 112, 448);
    int code =
        random.nextInt(50) == 0
            ? random.nextInt(0x7f)
            : Float.floatToRawIntBits(magnitude * 0x1p-120f) >> 20;
    return (byte) (value < 0 ? code | 0x80 : code);
  }

  private Tensor scales(Arena arena, int rows, int columns) {
    long blockRows = Math.ceilDiv(rows, Matrix.SCALE_BLOCK);
    long blockColumns = Math.ceilDiv(columns, Matrix.SCALE_BLOCK);
    MemorySegment data = arena.allocate(blockRows * blockColumns * Float.BYTES, 4);
    for (long i = 0; i < blockRows * blockColumns; i++) {
      data.set(FLOAT, i * Float.BYTES, random.nextFloat() * 0.01f);
    }
    return new Tensor("scale", DType.F32, List.of(blockRows, blockColumns), data);
  }
}
