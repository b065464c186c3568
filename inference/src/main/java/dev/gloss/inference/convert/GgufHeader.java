package dev.gloss.inference.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The metadata of a GGUF file that is being written, key by key (GGUF specification, version 3).
final class GgufHeader {

  /// Where tensors begin is a multiple of this, the format's default.
  static final int ALIGNMENT = 32;

  private static final int MAGIC = 0x46554747;
  private static final int VERSION = 3;
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private final LittleEndian metadata = new LittleEndian();
  private final Set<String> keys = new HashSet<>();

  /// Adds a whole number.
  GgufHeader number(String key, long value) {
    key(key, UINT32).int32((int) value);
    return this;
  }

  /// Adds a floating-point number.
  GgufHeader real(String key, double value) {
    key(key, FLOAT32).int32(Float.floatToRawIntBits((float) value));
    return this;
  }

  /// Adds a truth value.
  GgufHeader flag(String key, boolean value) {
    key(key, BOOL).int8(value ? 1 : 0);
    return this;
  }

  /// Adds a text.
  GgufHeader text(String key, String value) {
    key(key, STRING).text(value);
    return this;
  }

  /// Adds an array of texts.
  GgufHeader texts(String key, List<String> values) {
    key(key, ARRAY).int32(STRING).int64(values.size());
    values.forEach(metadata::text);
    return this;
  }

  /// Adds an array of whole numbers.
  GgufHeader numbers(String key, List<Integer> values) {
    key(key, ARRAY).int32(INT32).int64(values.size());
    values.forEach(metadata::int32);
    return this;
  }

  /// Adds a value as it stands in another file.
  ///
  /// @param encoded its type and all that follows it
  GgufHeader encoded(String key, byte[] encoded) {
    key(key).bytes(encoded);
    return this;
  }

  private LittleEndian key(String key, int type) {
    return key(key).int32(type);
  }

  private LittleEndian key(String key) {
    if (!keys.add(key)) {
      throw new IllegalArgumentException("key " + key + " is there already");
    }
    return metadata.text(key);
  }

  /// All that stands in front of the tensors' data, filled up to the alignment.
  byte[] bytes(List<OutputTensor> tensors) {
    LittleEndian file = new LittleEndian();
    file.int32(MAGIC).int32(VERSION).int64(tensors.size()).int64(keys.size());
    file.bytes(metadata.toBytes());
    long offset = 0;
    for (OutputTensor tensor : tensors) {
      file.text(tensor.name()).int32(tensor.shape().size());
      tensor.shape().reversed().forEach(file::int64);
      file.int32(tensor.dtype().ggmlType().orElseThrow()).int64(offset);
      offset += aligned(tensor.sizeBytes());
    }
    file.bytes(new byte[Math.toIntExact(aligned(file.size()) - file.size())]);
    return file.toBytes();
  }

  /// The next place from here where a tensor may begin.
  static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /// Bytes that grow.
  private static final class LittleEndian {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LittleEndian int8(int value) {
      bytes.write(value);
      return this;
    }

    LittleEndian int32(int value) {
      return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    LittleEndian int64(long value) {
      return bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    LittleEndian text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return int64(utf8.length).bytes(utf8);
    }

    LittleEndian bytes(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    int size() {
      return bytes.size();
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }
}
