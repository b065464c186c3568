package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Fields that blocks are made of, little-endian and at any address.
final class Fields {

  static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt BITS_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort BITS_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Fields() {}

  /// A binary16 number.
  static float f16(MemorySegment data, long offsetBytes) {
    return Float.float16ToFloat(data.get(BITS_16, offsetBytes));
  }

  /// A signed byte.
  static int i8(MemorySegment data, long offsetBytes) {
    return data.get(ValueLayout.JAVA_BYTE, offsetBytes);
  }

  /// An unsigned byte.
  static int u8(MemorySegment data, long offsetBytes) {
    return data.get(ValueLayout.JAVA_BYTE, offsetBytes) & 0xFF;
  }

  /// 16 bits without sign.
  static int u16(MemorySegment data, long offsetBytes) {
    return data.get(BITS_16, offsetBytes) & 0xFFFF;
  }

  /// 32 bits.
  static int bits32(MemorySegment data, long offsetBytes) {
    return data.get(BITS_32, offsetBytes);
  }

  /// Stores the binary16 number nearest to one, ties to even, and returns what was stored.
  static float putF16(MemorySegment data, long offsetBytes, float value) {
    short bits = Float.floatToFloat16(value);
    data.set(BITS_16, offsetBytes, bits);
    return Float.float16ToFloat(bits);
  }

  /// Stores the low 8 bits of a number.
  static void put8(MemorySegment data, long offsetBytes, int value) {
    data.set(ValueLayout.JAVA_BYTE, offsetBytes, (byte) value);
  }

  /// Stores 32 bits.
  static void put32(MemorySegment data, long offsetBytes, int value) {
    data.set(BITS_32, offsetBytes, value);
  }
}
