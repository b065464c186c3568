package dev.gloss.inference.synthetic;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Random matrices that share memory: each is a part of one pool a type, which is hardly larger
/// than the largest of them.
///
/// Backends pack copies of weights before they use them, so that what they read in a step is as
/// much memory as with a file, while the weights they are packed from take next to none.
///
/// Used by one thread.
public final class RandomWeights {
  /// Where parts begin, in blocks after one another: a step that spreads them over a pool.
  private static final long STRIDE_BLOCKS = 7919;

  private final Arena arena;
  private final boolean filled;
  private final Map<DType, MemorySegment> pools = new EnumMap<>(DType.class);
  private long bytes;
  private long taken;

  private RandomWeights(Arena arena, boolean filled) {
    this.arena = arena;
    this.filled = filled;
  }

  /// Matrices with numbers.
  ///
  /// @param arena owns the pools
  public static RandomWeights filled(Arena arena) {
    return new RandomWeights(arena, true);
  }

  /// Matrices that must not be read, for who only wants to know how large they are; vectors may be.
  ///
  /// @param arena owns nothing large
  public static RandomWeights unfilled(Arena arena) {
    return new RandomWeights(arena, false);
  }

  /// Bytes of all pools so far.
  public long bytes() {
    return bytes;
  }

  /// A matrix, with scales where it is FP8.
  public Matrix matrix(String name, DType type, int outFeatures, int inFeatures) {
    List<Long> shape = List.of((long) outFeatures, (long) inFeatures);
    Tensor weight = new Tensor(name, type, shape, part(type, type.bytes(shape)));
    return new Matrix(weight, type == DType.F8_E4M3 ? scales(name, outFeatures, inFeatures) : null);
  }

  private Tensor scales(String name, int outFeatures, int inFeatures) {
    long rows = Math.ceilDiv(outFeatures, Matrix.SCALE_BLOCK);
    long columns = Math.ceilDiv(inFeatures, Matrix.SCALE_BLOCK);
    MemorySegment data = floats(Math.toIntExact(rows * columns), RandomBlocks.FP8_SCALE);
    return new Tensor(name + "_scale_inv", DType.F32, List.of(rows, columns), data);
  }

  /// A vector of F32 that is the same number everywhere.
  public Tensor vector(String name, int length, float number) {
    return new Tensor(name, DType.F32, List.of((long) length), floats(length, number));
  }

  private MemorySegment floats(int count, float number) {
    MemorySegment data = arena.allocate((long) count * Float.BYTES, Float.BYTES);
    for (int i = 0; i < count; i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, number);
    }
    return data;
  }

  private MemorySegment part(DType type, long partBytes) {
    MemorySegment pool = pools.get(type);
    if (pool == null || pool.byteSize() < partBytes) {
      pool = filled ? pool(type, partBytes) : unreadable(partBytes);
      bytes += pool.byteSize();
      pools.put(type, pool);
    }
    long places = (pool.byteSize() - partBytes) / type.blockBytes() + 1;
    return pool.asSlice(taken++ * STRIDE_BLOCKS % places * type.blockBytes(), partBytes);
  }

  /// As large as a pool and at no address.
  private static MemorySegment unreadable(long partBytes) {
    return MemorySegment.NULL.reinterpret(partBytes);
  }

  /// Repetitions of some random blocks.
  private MemorySegment pool(DType type, long partBytes) {
    byte[] blocks = RandomBlocks.of(type);
    MemorySegment pool = arena.allocate(partBytes, Long.BYTES);
    MemorySegment source = MemorySegment.ofArray(blocks);
    for (long at = 0; at < partBytes; at += blocks.length) {
      long count = Math.min(blocks.length, partBytes - at);
      MemorySegment.copy(source, 0, pool, at, count);
    }
    return pool;
  }
}
