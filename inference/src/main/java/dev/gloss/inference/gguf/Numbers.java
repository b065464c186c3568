package dev.gloss.inference.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Decodes metadata numbers, which are little-endian, from where they lie.
final class Numbers {
  private Numbers() {}

  /// Whether a type is of whole numbers.
  static boolean isInteger(ValueType type) {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
    };
  }

  /// The whole numbers of an array; those of 64 bits without sign come out as their bits.
  static long[] integers(ValueType type, MemorySegment array) {
    byte[] bytes = array.toArray(ValueLayout.JAVA_BYTE);
    long[] numbers = new long[bytes.length / type.bytes()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = integer(type, bytes, i * type.bytes());
    }
    return numbers;
  }

  /// A whole number; one of 64 bits without sign comes out as its bits.
  static long integer(ValueType type, MemorySegment number) {
    return integer(type, number.toArray(ValueLayout.JAVA_BYTE), 0);
  }

  /// The decimal number that was meant: of 0.1 the nearest float is not the nearest double.
  private static double meant(float number) {
    return Double.parseDouble(Float.toString(number));
  }

  /// A number of any type, NaN for what is none.
  static double number(ValueType type, MemorySegment number) {
    return switch (type) {
      case FLOAT32 -> meant(Float.intBitsToFloat((int) integer(ValueType.INT32, number)));
      case FLOAT64 -> Double.longBitsToDouble(integer(ValueType.INT64, number));
      case BOOL, STRING, ARRAY -> Double.NaN;
      default -> integer(type, number);
    };
  }

  /// A number or truth value as a message shows it.
  static String text(ValueType type, MemorySegment number) {
    return switch (type) {
      case FLOAT32 -> String.valueOf((float) number(type, number));
      case FLOAT64 -> String.valueOf(number(type, number));
      case BOOL -> integer(ValueType.UINT8, number) != 0 ? "true" : "false";
      case UINT64 -> Long.toUnsignedString(integer(type, number));
      default -> String.valueOf(integer(type, number));
    };
  }

  private static long integer(ValueType type, byte[] bytes, int from) {
    long bits = 0;
    for (int i = type.bytes() - 1; i >= 0; i--) {
      bits = bits << Byte.SIZE | bytes[from + i] & 0xFF;
    }
    return switch (type) {
      case INT8 -> (byte) bits;
      case INT16 -> (short) bits;
      case INT32 -> (int) bits;
      default -> bits;
    };
  }
}
