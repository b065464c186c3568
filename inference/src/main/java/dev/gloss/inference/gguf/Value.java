package dev.gloss.inference.gguf;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A metadata value where it lies in the file, not decoded yet: most are never read.
///
/// @param type its type
/// @param elementType the type of an array's elements, null for every other value
/// @param count elements of an array, 1 for every other value
/// @param bytes the number's, the string's text, or an array's elements
record Value(ValueType type, @Nullable ValueType elementType, long count, MemorySegment bytes) {

  /// What it is, for messages: `uint32`, `array of string`.
  String describe() {
    return elementType == null ? type.toString() : "array of " + elementType;
  }
}
