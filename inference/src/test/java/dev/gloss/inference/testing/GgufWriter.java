package dev.gloss.inference.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes GGUF files of version 3 entry by entry, broken ones too.
///
/// Values are `Integer` (uint32), `Long` (uint64), `Float`, `Boolean`, `String`, or a list of one
/// of these or of lists.
public final class GgufWriter {
  private static final int ALIGNMENT = 32;
  private static final int UINT32 = 4;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int UINT64 = 10;

  private record Tensor(String name, int type, List<Long> dimensions, byte[] data) {}

  private final Bytes metadata = new Bytes();
  private long keys;
  private final List<Tensor> tensors = new ArrayList<>();

  /// Appends a metadata entry.
  public GgufWriter put(String key, Object value) {
    metadata.string(key);
    metadata.u32(type(value));
    value(value);
    keys++;
    return this;
  }

  /// Appends a tensor.
  ///
  /// @param type ggml's number of its type
  /// @param data its bytes, of any number
  /// @param dimensions innermost first, as the file has them
  public GgufWriter tensor(String name, int type, byte[] data, long... dimensions) {
    List<Long> list = new ArrayList<>();
    for (long dimension : dimensions) {
      list.add(dimension);
    }
    tensors.add(new Tensor(name, type, list, data));
    return this;
  }

  /// Appends a tensor of F32 zeros.
  public GgufWriter zeros(String name, long... dimensions) {
    long elements = 1;
    for (long dimension : dimensions) {
      elements *= dimension;
    }
    return tensor(name, 0, new byte[Math.toIntExact(elements * Float.BYTES)], dimensions);
  }

  /// Writes the file.
  public Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file's bytes.
  public byte[] bytes() {
    Bytes out = new Bytes();
    out.bytes("GGUF".getBytes(UTF_8));
    out.u32(3);
    out.u64(tensors.size());
    out.u64(keys);
    out.bytes(metadata.toArray());
    long offset = 0;
    for (Tensor tensor : tensors) {
      out.string(tensor.name());
      out.u32(tensor.dimensions().size());
      tensor.dimensions().forEach(out::u64);
      out.u32(tensor.type());
      out.u64(offset);
      offset += Math.ceilDiv(tensor.data().length, ALIGNMENT) * ALIGNMENT;
    }
    for (Tensor tensor : tensors) {
      out.align(ALIGNMENT);
      out.bytes(tensor.data());
    }
    return out.toArray();
  }

  private static int type(Object value) {
    return switch (value) {
      case Integer _ -> UINT32;
      case Long _ -> UINT64;
      case Float _ -> FLOAT32;
      case Boolean _ -> BOOL;
      case String _ -> STRING;
      case List<?> _ -> ARRAY;
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private void value(Object value) {
    switch (value) {
      case Integer number -> metadata.u32(number);
      case Long number -> metadata.u64(number);
      case Float number -> metadata.u32(Float.floatToIntBits(number));
      case Boolean flag -> metadata.bytes(new byte[] {(byte) (flag ? 1 : 0)});
      case String text -> metadata.string(text);
      case List<?> list -> {
        metadata.u32(list.isEmpty() ? UINT32 : type(list.getFirst()));
        metadata.u64(list.size());
        list.forEach(this::value);
      }
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  /// A growing buffer of little-endian numbers.
  private static final class Bytes {
    private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer room(int count) {
      if (buffer.remaining() < count) {
        int capacity = Math.max(buffer.capacity() * 2, buffer.position() + count);
        buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
      }
      return buffer;
    }

    void u32(int number) {
      room(Integer.BYTES).putInt(number);
    }

    void u64(long number) {
      room(Long.BYTES).putLong(number);
    }

    void string(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      u64(utf8.length);
      bytes(utf8);
    }

    void bytes(byte[] bytes) {
      room(bytes.length).put(bytes);
    }

    void align(int alignment) {
      bytes(new byte[Math.floorMod(-buffer.position(), alignment)]);
    }

    byte[] toArray() {
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }
}
