package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The metadata of a file, each value checked as it is read: what nobody reads is not judged.
///
/// Values are decoded from the mapped file, so they can be read as long as that is mapped. Safe for
/// use by many threads.
public final class Metadata {
  /// Far above every published vocabulary and its merges.
  private static final int MAX_ELEMENTS = 1 << 23;

  private static final int MAX_TEXT_BYTES = 16 << 20;
  private static final int MAX_SHOWN_BYTES = 400;

  private final Path file;
  private final Map<String, Value> values;

  Metadata(Path file, Map<String, Value> values) {
    this.file = file;
    this.values = values;
  }

  /// The file, for messages.
  public Path file() {
    return file;
  }

  /// All keys, in the file's order.
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /// Whether there is a value of this key.
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /// A required integer of any width within a range, both ends included.
  ///
  /// @throws ModelException if it is missing, something else or out of range
  public int integer(String key, int min, int max) {
    Value value = values.get(key);
    if (value == null || !Numbers.isInteger(value.type())) {
      throw refuse(key, "an integer from " + min + " to " + max);
    }
    long number = Numbers.integer(value.type(), value.bytes());
    boolean unsigned = value.type() == ValueType.UINT64 && number < 0;
    if (unsigned || number < min || number > max) {
      throw refuse(key, "an integer from " + min + " to " + max);
    }
    return (int) number;
  }

  /// A whole number of any size, none where it is missing.
  ///
  /// @throws ModelException if it is something else
  public OptionalLong wholeNumber(String key) {
    Value value = values.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!Numbers.isInteger(value.type())) {
      throw refuse(key, "an integer");
    }
    return OptionalLong.of(Numbers.integer(value.type(), value.bytes()));
  }

  /// An integer within a range, or what it is by default.
  public int integerOr(String key, int min, int max, int byDefault) {
    return has(key) ? integer(key, min, max) : byDefault;
  }

  /// A required number within a range, both ends included.
  ///
  /// @throws ModelException if it is missing, no number or out of range
  public double number(String key, double min, double max) {
    Value value = values.get(key);
    double number = value == null ? Double.NaN : Numbers.number(value.type(), value.bytes());
    if (!(number >= min && number <= max)) {
      throw refuse(key, "a number from " + min + " to " + max);
    }
    return number;
  }

  /// A number within a range, or what it is by default.
  public double numberOr(String key, double min, double max, double byDefault) {
    return has(key) ? number(key, min, max) : byDefault;
  }

  /// A truth value, null where it is missing.
  ///
  /// @throws ModelException if it is something else
  public @Nullable Boolean flag(String key) {
    Value value = values.get(key);
    if (value == null) {
      return null;
    }
    if (value.type() != ValueType.BOOL) {
      throw refuse(key, "true or false");
    }
    return Numbers.integer(ValueType.UINT8, value.bytes()) != 0;
  }

  /// A truth value, or what it is by default.
  public boolean flagOr(String key, boolean byDefault) {
    Boolean flag = flag(key);
    return flag == null ? byDefault : flag;
  }

  /// A required string.
  ///
  /// @throws ModelException if it is missing or something else
  public String text(String key) {
    String text = optionalText(key);
    if (text == null) {
      throw refuse(key, "a string");
    }
    return text;
  }

  /// A string, null where it is missing.
  ///
  /// @throws ModelException if it is something else, or no UTF-8
  public @Nullable String optionalText(String key) {
    Value value = values.get(key);
    if (value == null) {
      return null;
    }
    if (value.type() != ValueType.STRING || value.bytes().byteSize() > MAX_TEXT_BYTES) {
      throw refuse(key, "a string of at most " + MAX_TEXT_BYTES + " bytes");
    }
    byte[] bytes = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    return Text.decode(file, label(key), bytes, 0, bytes.length);
  }

  /// A string that is only shown, null where it is missing, empty or something else.
  public @Nullable String note(String key) {
    Value value = values.get(key);
    String text = value == null || value.type() != ValueType.STRING ? null : shown(value);
    return text == null || text.isBlank() ? null : text;
  }

  /// A required array of strings.
  ///
  /// @throws ModelException if it is missing or something else, or one is no UTF-8
  public List<String> texts(String key) {
    Value array = array(key, "an array of strings");
    if (array.count() > 0 && array.elementType() != ValueType.STRING) {
      throw refuse(key, "an array of strings");
    }
    List<String> texts = new ArrayList<>((int) array.count());
    Cursor cursor = new Cursor(file, array.bytes());
    String what = label(key);
    for (long i = 0; i < array.count(); i++) {
      texts.add(cursor.text(what, MAX_TEXT_BYTES));
    }
    return texts;
  }

  /// A required array of integers.
  ///
  /// @throws ModelException if it is missing or something else, or one does not fit an `int`
  public List<Integer> integers(String key) {
    String expected = "an array of integers of 32 bits";
    Value array = array(key, expected);
    ValueType type = array.elementType();
    if (array.count() == 0) {
      return List.of();
    }
    if (type == null || !Numbers.isInteger(type)) {
      throw refuse(key, expected);
    }
    List<Integer> integers = new ArrayList<>((int) array.count());
    for (long number : Numbers.integers(type, array.bytes())) {
      if (number != (int) number) {
        throw refuse(key, expected);
      }
      integers.add((int) number);
    }
    return integers;
  }

  private Value array(String key, String expected) {
    Value value = values.get(key);
    if (value == null || value.type() != ValueType.ARRAY || value.count() > MAX_ELEMENTS) {
      throw refuse(key, expected + ", at most " + MAX_ELEMENTS);
    }
    return value;
  }

  /// A value as the file has it behind its key: its type, what a string or an array says of its
  /// length, and its bytes.
  ///
  /// @throws ModelException if it is missing
  public byte[] encoded(String key) {
    Value value = values.get(key);
    if (value == null) {
      throw refuse(key, "any value");
    }
    ByteBuffer head = ByteBuffer.allocate(4 + 4 + 8).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(value.type().ordinal());
    ValueType elementType = value.elementType();
    if (elementType != null) {
      head.putInt(elementType.ordinal()).putLong(value.count());
    } else if (value.type() == ValueType.STRING) {
      head.putLong(value.bytes().byteSize());
    }
    byte[] body = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    byte[] encoded = Arrays.copyOf(head.array(), head.position() + body.length);
    System.arraycopy(body, 0, encoded, head.position(), body.length);
    return encoded;
  }

  /// The error for a value that is not as expected.
  public ModelException refuse(String key, String expected) {
    Value value = values.get(key);
    String found = value == null ? "missing" : found(value);
    return new ModelException(
        "%s: %s is %s, expected %s".formatted(file, label(key), found, expected));
  }

  private String found(Value value) {
    if (value.type() == ValueType.STRING) {
      return "\"" + shown(value) + "\"";
    }
    return value.type() == ValueType.ARRAY
        ? "an array of " + value.count() + " " + value.elementType()
        : Numbers.text(value.type(), value.bytes()) + " (" + value.type() + ")";
  }

  private static String shown(Value text) {
    long count = Math.min(text.bytes().byteSize(), MAX_SHOWN_BYTES);
    byte[] bytes = text.bytes().asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    return Text.shown(new String(bytes, StandardCharsets.UTF_8));
  }

  private static String label(String key) {
    return "metadata key " + Text.shown(key);
  }
}
