package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Vectors of numbers that no file has.
final class Vectors {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Vectors() {}

  /// An F32 vector.
  static Tensor of(String name, List<Float> numbers) {
    MemorySegment data = MemorySegment.ofArray(new byte[numbers.size() * Float.BYTES]);
    for (int i = 0; i < numbers.size(); i++) {
      data.set(F32, (long) i * Float.BYTES, numbers.get(i));
    }
    return new Tensor(name, DType.F32, List.of((long) numbers.size()), data);
  }
}
