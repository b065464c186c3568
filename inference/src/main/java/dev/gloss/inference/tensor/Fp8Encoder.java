package dev.gloss.inference.tensor;

import dev.gloss.inference.tensor.codec.E4m3;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Rounds weights to FP8 with one scale for each square block, as DeepSeek-V3's checkpoints have
/// them (section 3.3 of its report): the scale takes the block's largest magnitude to the largest
/// FP8 number.
public final class Fp8Encoder {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Fp8Encoder() {}

  /// Encodes the rows of one row of blocks.
  ///
  /// @param rows `[count, columns]`, rows contiguous
  /// @param count at most `block`, fewer at the end of a matrix
  /// @param block rows and columns of a block, [Matrix#SCALE_BLOCK] in checkpoints
  /// @param codes takes `count * columns` bytes
  /// @param scaleInv takes `ceil(columns / block)` F32 scales, which a code's value is to be
  ///   multiplied with
  public static void encode(
      float[] rows,
      int count,
      int columns,
      int block,
      MemorySegment codes,
      MemorySegment scaleInv) {
    for (int begin = 0; begin < columns; begin += block) {
      int end = Math.min(columns, begin + block);
      float scale = scale(rows, count, columns, begin, end);
      scaleInv.set(F32, (long) begin / block * Float.BYTES, scale);
      for (int row = 0; row < count; row++) {
        for (int i = row * columns + begin; i < row * columns + end; i++) {
          codes.set(ValueLayout.JAVA_BYTE, i, E4m3.ofFloat(rows[i] / scale));
        }
      }
    }
  }

  /// The scale of columns `begin .. end - 1`; 1 where all numbers are zero or so small that a
  /// quotient would overflow.
  private static float scale(float[] rows, int count, int columns, int begin, int end) {
    float largest = 0;
    for (int row = 0; row < count; row++) {
      for (int i = row * columns + begin; i < row * columns + end; i++) {
        largest = Math.max(largest, Math.abs(rows[i]));
      }
    }
    float scale = largest / E4m3.MAX_VALUE;
    return scale < Float.MIN_NORMAL ? 1 : scale;
  }
}
