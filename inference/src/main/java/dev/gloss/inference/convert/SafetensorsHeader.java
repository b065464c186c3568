package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What stands in front of the data in a safetensors file: the header's length and a JSON object
/// that says of each tensor what and where it is.
final class SafetensorsHeader {

  private static final String SCALE_SUFFIX = "_scale_inv";
  private static final int ALIGNMENT = 8;

  private final ObjectNode header = new JsonMapper().createObjectNode();
  private long end;

  private SafetensorsHeader() {
    header.putObject("__metadata__").put("format", "pt");
  }

  /// For tensors whose data follow one another in this order, the scales of FP8 right behind the
  /// codes.
  static byte[] bytes(List<OutputTensor> tensors) {
    SafetensorsHeader header = new SafetensorsHeader();
    for (OutputTensor tensor : tensors) {
      header.add(tensor.name(), tensor.dtype(), tensor.shape());
      if (tensor.dtype() == DType.F8_E4M3) {
        header.add(tensor.name() + SCALE_SUFFIX, DType.F32, scaleShape(tensor));
      }
    }
    return header.bytes();
  }

  /// The shape of an FP8 tensor's scales.
  private static List<Long> scaleShape(OutputTensor tensor) {
    return tensor.shape().stream()
        .map(features -> Math.ceilDiv(features, (long) Matrix.SCALE_BLOCK))
        .toList();
  }

  /// Bytes of a tensor's data, its scales included.
  static long sizeBytes(OutputTensor tensor) {
    long scales = tensor.dtype() == DType.F8_E4M3 ? DType.F32.bytes(scaleShape(tensor)) : 0;
    return tensor.sizeBytes() + scales;
  }

  private void add(String name, DType dtype, List<Long> shape) {
    ObjectNode entry = header.putObject(name).put("dtype", dtype.name());
    shape.forEach(entry.putArray("shape")::add);
    long begin = end;
    end += dtype.bytes(shape);
    entry.putArray("data_offsets").add(begin).add(end);
  }

  /// Spaces fill the header up, so that data begin at a multiple of eight.
  private byte[] bytes() {
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    bytes.put(json);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.array();
  }
}
