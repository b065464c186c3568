package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A mapped safetensors file: eight bytes with the header's length, a JSON header, and the tensors'
/// bytes without holes.
///
/// @param file where it is
/// @param tensors by name, views into the mapping
record SafetensorsFile(Path file, Map<String, Tensor> tensors) {

  /// Bytes of the number in front of the header.
  private static final int LENGTH_BYTES = Long.BYTES;

  /// The limit that the format's reference reader has as well.
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Maps a file and checks its header; reads nothing of its tensors.
  ///
  /// @param arena owns the mapping
  /// @throws ModelException if this is no complete safetensors file
  static SafetensorsFile map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < LENGTH_BYTES) {
        throw new ModelException(
            file + ": is " + size + " bytes long, expected a safetensors file: is it cut off?");
      }
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, size, arena);
      long headerBytes = headerBytes(file, bytes);
      MemorySegment header = bytes.asSlice(LENGTH_BYTES, headerBytes);
      MemorySegment data = bytes.asSlice(LENGTH_BYTES + headerBytes);
      Map<String, TensorEntry> entries = HeaderParser.parse(file, utf8(header));
      checkLayout(file, entries, data.byteSize());
      return new SafetensorsFile(file, tensors(entries, data));
    } catch (IOException e) {
      throw Found.unreadable(file, e);
    }
  }

  private static long headerBytes(Path file, MemorySegment bytes) {
    long headerBytes = bytes.get(LENGTH, 0);
    long most = Math.min(MAX_HEADER_BYTES, bytes.byteSize() - LENGTH_BYTES);
    if (headerBytes < 0 || headerBytes > most) {
      throw new ModelException(
          file
              + ": says that its header has "
              + Long.toUnsignedString(headerBytes)
              + " bytes, expected at most "
              + most
              + ": is it cut off, or no safetensors file?");
    }
    return headerBytes;
  }

  /// Malformed bytes end in an exception instead of replacement characters.
  private static Reader utf8(MemorySegment text) {
    return new InputStreamReader(
        new ByteBufferBackedInputStream(text.asByteBuffer()), StandardCharsets.UTF_8.newDecoder());
  }

  /// Checks that the tensors follow each other without overlap or hole up to the end of the file.
  private static void checkLayout(Path file, Map<String, TensorEntry> entries, long dataBytes) {
    List<TensorEntry> inFileOrder =
        entries.values().stream()
            .sorted(
                Comparator.comparingLong(TensorEntry::beginBytes)
                    .thenComparingLong(TensorEntry::endBytes))
            .toList();
    long end = 0;
    for (TensorEntry entry : inFileOrder) {
      if (entry.endBytes() > dataBytes) {
        throw misplaced(file, entry, "at most " + dataBytes + ", the file's end: is it cut off?");
      }
      if (entry.beginBytes() != end) {
        throw misplaced(file, entry, "a beginning at " + end + ", the end of the tensor before");
      }
      end = entry.endBytes();
    }
    if (end != dataBytes) {
      throw new ModelException(
          file + ": has " + dataBytes + " bytes after its header, expected " + end);
    }
  }

  private static ModelException misplaced(Path file, TensorEntry entry, String expected) {
    return new ModelException(
        String.format(
            Locale.ROOT,
            "%s: tensor %s has data_offsets [%d, %d], expected %s",
            file,
            Found.text(entry.name()),
            entry.beginBytes(),
            entry.endBytes(),
            expected));
  }

  private static Map<String, Tensor> tensors(Map<String, TensorEntry> entries, MemorySegment data) {
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(entries.size());
    for (TensorEntry entry : entries.values()) {
      MemorySegment own = data.asSlice(entry.beginBytes(), entry.sizeBytes());
      tensors.put(entry.name(), new Tensor(entry.name(), entry.dtype(), entry.shape(), own));
    }
    return tensors;
  }
}
