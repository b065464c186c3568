package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes safetensors files for tests.
public final class SafetensorsWriter {

  private static final JsonMapper JSON = new JsonMapper();

  private SafetensorsWriter() {}

  /// A tensor to write.
  ///
  /// @param dtype as the header names it
  /// @param shape outermost dimension first
  /// @param data its bytes
  public record Entry(String dtype, List<Long> shape, ByteBuffer data) {

    /// A tensor of these bytes.
    public static Entry of(String dtype, byte[] data, long... shape) {
      return new Entry(dtype, Arrays.stream(shape).boxed().toList(), ByteBuffer.wrap(data));
    }

    /// Zeros of the same shape and another type, whose elements have this many bytes.
    public Entry as(String otherDtype, int elementBytes) {
      long elements = shape.stream().reduce(1L, Math::multiplyExact);
      return new Entry(
          otherDtype, shape, ByteBuffer.allocate(Math.toIntExact(elements * elementBytes)));
    }

    int sizeBytes() {
      return data.capacity();
    }
  }

  /// Writes the tensors one after another in the map's order.
  public static void write(Path file, Map<String, Entry> tensors) throws IOException {
    write(file, header(tensors).toString().getBytes(StandardCharsets.UTF_8), data(tensors));
  }

  /// Writes a file of a header and data that need not fit each other.
  public static void write(Path file, byte[] header, byte[] data) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .put(data);
    Files.write(file, bytes.array());
  }

  /// The header of these tensors.
  public static ObjectNode header(Map<String, Entry> tensors) {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long begin = 0;
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      ObjectNode node = header.putObject(tensor.getKey()).put("dtype", tensor.getValue().dtype());
      for (long dimension : tensor.getValue().shape()) {
        node.withArray("shape").add(dimension);
      }
      long end = begin + tensor.getValue().sizeBytes();
      node.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return header;
  }

  /// The bytes of these tensors.
  public static byte[] data(Map<String, Entry> tensors) {
    int size = tensors.values().stream().mapToInt(tensor -> tensor.sizeBytes()).sum();
    ByteBuffer data = ByteBuffer.allocate(size);
    tensors.values().forEach(tensor -> data.put(tensor.data().duplicate()));
    return data.array();
  }
}
