package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the list of tensors that follows the metadata, and checks each by itself.
final class TensorListParser {
  /// Bytes that an entry takes at least: a name's length and one character, the number of
  /// dimensions, a type, an offset.
  private static final int LEAST_BYTES = 8 + 1 + 4 + 4 + 8;

  private static final int MAX_NAME_BYTES = 4096;

  /// The most that ggml has.
  private static final int MAX_DIMENSIONS = 4;

  private static final String KNOWN_TYPES =
      Arrays.stream(DType.values())
          .filter(type -> type.ggmlType().isPresent())
          .map(DType::name)
          .collect(Collectors.joining(", "));

  private final Path file;
  private final Cursor cursor;

  private TensorListParser(Path file, Cursor cursor) {
    this.file = file;
    this.cursor = cursor;
  }

  /// Reads the entries at the cursor.
  ///
  /// @param count how many the header announces
  /// @throws ModelException if the file has not so many, or one of them is broken
  static List<TensorInfo> parse(Path file, Cursor cursor, long count) {
    if (count < 0 || count > cursor.left() / LEAST_BYTES) {
      throw new ModelException(
          "%s: announces %s tensors, what is left of the file lists at most %d: is it cut short?"
              .formatted(file, Long.toUnsignedString(count), cursor.left() / LEAST_BYTES));
    }
    TensorListParser parser = new TensorListParser(file, cursor);
    List<TensorInfo> infos = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < count; i++) {
      TensorInfo info = parser.info(i);
      if (!names.add(info.name())) {
        throw new ModelException(
            "%s: %s is listed twice, expected once".formatted(file, info.label()));
      }
      infos.add(info);
    }
    return infos;
  }

  private TensorInfo info(long index) {
    String name = cursor.text("the name of tensor " + index, MAX_NAME_BYTES);
    String label = "tensor " + Text.shown(name);
    List<Long> shape = shape(label);
    int number = cursor.u32("the type of " + label);
    DType dtype =
        DType.ofGgml(number)
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s: %s is of %s (number %s), expected one of %s"
                            .formatted(
                                file,
                                label,
                                DType.ggmlName(number),
                                Integer.toUnsignedString(number),
                                KNOWN_TYPES)));
    long offset = cursor.u64("the offset of " + label);
    return new TensorInfo(name, dtype, shape, offset, sizeBytes(label, dtype, shape));
  }

  private List<Long> shape(String label) {
    int dimensions = cursor.u32("the number of dimensions of " + label);
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw new ModelException(
          "%s: %s has %s dimensions, expected at most %d"
              .formatted(file, label, Integer.toUnsignedString(dimensions), MAX_DIMENSIONS));
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      long dimension = cursor.u64("the dimensions of " + label);
      if (dimension < 1) {
        throw new ModelException(
            "%s: %s has a dimension of %s, expected at least 1"
                .formatted(file, label, Long.toUnsignedString(dimension)));
      }
      shape.addFirst(dimension);
    }
    return shape;
  }

  private long sizeBytes(String label, DType dtype, List<Long> shape) {
    if (!shape.isEmpty() && shape.getLast() % dtype.blockElements() != 0) {
      throw new ModelException(
          "%s: %s of type %s has rows of %d elements, expected a multiple of %d"
              .formatted(file, label, dtype, shape.getLast(), dtype.blockElements()));
    }
    try {
      return dtype.bytes(shape);
    } catch (ArithmeticException e) {
      throw new ModelException(
          "%s: %s has shape %s, expected one that fits a file".formatted(file, label, shape), e);
    }
  }
}
