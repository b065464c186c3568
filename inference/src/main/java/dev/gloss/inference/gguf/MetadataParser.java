package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the keys and values of a file's metadata; the values are found, not decoded.
final class MetadataParser {
  /// Bytes that an entry takes at least: a key's length and one character, a type, a value.
  private static final int LEAST_BYTES = 8 + 1 + 4 + 1;

  /// The most that the format's description allows.
  private static final int MAX_KEY_BYTES = (1 << 16) - 1;

  /// Far above what anybody writes; deeper ones would be a way to exhaust the stack.
  private static final int MAX_DEPTH = 8;

  private final Path file;
  private final Cursor cursor;

  private MetadataParser(Path file, Cursor cursor) {
    this.file = file;
    this.cursor = cursor;
  }

  /// Reads the entries at the cursor.
  ///
  /// @param count how many the header announces
  /// @throws ModelException if the file has not so many, or one of them is broken
  static Metadata parse(Path file, Cursor cursor, long count) {
    if (count < 0 || count > cursor.left() / LEAST_BYTES) {
      throw new ModelException(
          "%s: announces %s metadata keys, its %d bytes hold at most %d: is it cut short?"
              .formatted(
                  file, Long.toUnsignedString(count), cursor.left(), cursor.left() / LEAST_BYTES));
    }
    MetadataParser parser = new MetadataParser(file, cursor);
    Map<String, Value> values = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      String key = parser.key(i);
      if (values.put(key, parser.value(key)) != null) {
        throw new ModelException(
            "%s: metadata key %s is there twice, expected once".formatted(file, Text.shown(key)));
      }
    }
    return new Metadata(file, values);
  }

  private String key(long index) {
    return cursor.text("the string of metadata key " + index, MAX_KEY_BYTES);
  }

  private Value value(String key) {
    String what = "the value of metadata key " + Text.shown(key);
    ValueType type = type(what);
    if (type != ValueType.ARRAY) {
      MemorySegment bytes =
          type == ValueType.STRING
              ? cursor.string("the string in " + what)
              : cursor.take(type.bytes(), what);
      return new Value(type, null, 1, bytes);
    }
    return array(what, 1);
  }

  private Value array(String what, int depth) {
    if (depth > MAX_DEPTH) {
      throw new ModelException(
          "%s: %s is an array nested in %d others, expected at most %d"
              .formatted(file, what, depth - 1, MAX_DEPTH - 1));
    }
    ValueType type = type("the elements of " + what);
    long count = cursor.u64("the array length in " + what);
    long most = cursor.left() / leastBytes(type);
    if (count < 0 || count > most) {
      throw new ModelException(
          "%s: %s is an array of length %s, what is left of the file holds at most %d: is it cut short?"
              .formatted(file, what, Long.toUnsignedString(count), most));
    }
    long start = cursor.at();
    switch (type) {
      case STRING -> cursor.skipStrings(count, what);
      case ARRAY -> {
        for (long i = 0; i < count; i++) {
          array(what, depth + 1);
        }
      }
      default -> cursor.take(count * type.bytes(), what);
    }
    return new Value(ValueType.ARRAY, type, count, cursor.since(start));
  }

  /// An array says its elements' type and their number, a string its length.
  private static int leastBytes(ValueType type) {
    return switch (type) {
      case ARRAY -> Integer.BYTES + Long.BYTES;
      case STRING -> Long.BYTES;
      default -> type.bytes();
    };
  }

  private ValueType type(String what) {
    int number = cursor.u32("the type of " + what);
    return ValueType.of(number)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: %s has type %s, expected 0 to 12"
                        .formatted(file, what, Integer.toUnsignedString(number))));
  }
}
