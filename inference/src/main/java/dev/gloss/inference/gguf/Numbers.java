package dev.gloss.inference.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Decodes metadata numbers from where they lie.
final class Numbers {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Numbers() {}

  /// Whether a type is of whole numbers.
  static boolean isInteger(ValueType type) {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
    };
  }

  /// The whole number at an index; one of 64 bits without sign comes out as its bits.
  ///
  /// @throws IllegalArgumentException if the type is not of whole numbers
  static long integer(ValueType type, MemorySegment bytes, long index) {
    long at = index * type.bytes();
    return switch (type) {
      case UINT8 -> bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
      case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, at);
      case UINT16 -> bytes.get(SHORT, at) & 0xFFFF;
      case INT16 -> bytes.get(SHORT, at);
      case UINT32 -> Integer.toUnsignedLong(bytes.get(INT, at));
      case INT32 -> bytes.get(INT, at);
      case UINT64, INT64 -> bytes.get(LONG, at);
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY ->
          throw new IllegalArgumentException(type + " is no whole number");
    };
  }

  /// A number of any type, NaN for what is none.
  static double number(ValueType type, MemorySegment bytes) {
    return switch (type) {
      case FLOAT32 -> Float.intBitsToFloat(bytes.get(INT, 0));
      case FLOAT64 -> Double.longBitsToDouble(bytes.get(LONG, 0));
      case BOOL, STRING, ARRAY -> Double.NaN;
      default -> integer(type, bytes, 0);
    };
  }

  /// A number or truth value as a message shows it.
  static String text(ValueType type, MemorySegment bytes) {
    return switch (type) {
      case FLOAT32 -> String.valueOf((float) number(type, bytes));
      case FLOAT64 -> String.valueOf(number(type, bytes));
      case BOOL -> bytes.get(ValueLayout.JAVA_BYTE, 0) != 0 ? "true" : "false";
      case UINT64 -> Long.toUnsignedString(integer(type, bytes, 0));
      default -> String.valueOf(integer(type, bytes, 0));
    };
  }
}
