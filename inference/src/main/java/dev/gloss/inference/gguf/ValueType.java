package dev.gloss.inference.gguf;

import java.util.Locale;
import java.util.Optional;

/// The types of metadata values, in the order of their numbers in a file.
enum ValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(0),
  ARRAY(0),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private static final ValueType[] BY_NUMBER = values();

  /// Bytes of a value; 0 where that differs from value to value.
  private final int bytes;

  ValueType(int bytes) {
    this.bytes = bytes;
  }

  /// The type of a number in a file, if it is one.
  static Optional<ValueType> of(int number) {
    return number >= 0 && number < BY_NUMBER.length
        ? Optional.of(BY_NUMBER[number])
        : Optional.empty();
  }

  /// Bytes of a value; 0 for strings and arrays, which say it themselves.
  int bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
