package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A mapped GGUF file of version 3: a header, metadata, a list of tensors, and their bytes, which
/// may have holes between them.
///
/// @param file where it is
/// @param metadata its metadata
/// @param tensors by name, in the file's order, views into the mapping
record GgufFile(Path file, Metadata metadata, Map<String, Tensor> tensors) {

  /// The bytes `GGUF`, as a little-endian number.
  private static final int MAGIC = 0x46554747;

  private static final int VERSION = 3;

  /// Magic, version, number of tensors, number of metadata keys.
  private static final int HEADER_BYTES = 4 + 4 + 8 + 8;

  private static final String ALIGNMENT = "general.alignment";
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final int MAX_ALIGNMENT = 1 << 30;

  /// Maps a file and checks its header and lists; reads nothing of its tensors.
  ///
  /// @param arena owns the mapping
  /// @throws ModelException if this is no complete GGUF file of version 3
  static GgufFile map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < Integer.BYTES) {
        throw new ModelException(
            "%s: is %d bytes long, expected a GGUF file: is it cut short?".formatted(file, size));
      }
      return parse(file, channel.map(MapMode.READ_ONLY, 0, size, arena));
    } catch (NoSuchFileException e) {
      throw new ModelException(file + ": is missing, expected a GGUF file", e);
    } catch (IOException e) {
      throw new ModelException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static GgufFile parse(Path file, MemorySegment bytes) {
    Cursor cursor = new Cursor(file, bytes);
    checkMagic(file, bytes, cursor.u32("the magic"));
    if (bytes.byteSize() < HEADER_BYTES) {
      throw new ModelException(
          "%s: is %d bytes long, expected at least the %d of a GGUF header: is it cut short?"
              .formatted(file, bytes.byteSize(), HEADER_BYTES));
    }
    checkVersion(file, cursor.u32("the version"));
    long tensors = cursor.u64("the number of tensors");
    long keys = cursor.u64("the number of metadata keys");
    if (tensors < 0 || tensors > bytes.byteSize()) {
      throw new ModelException(
          "%s: announces %s tensors, a file of %d bytes cannot list so many: is it cut short?"
              .formatted(file, Long.toUnsignedString(tensors), bytes.byteSize()));
    }
    Metadata metadata = MetadataParser.parse(file, cursor, keys);
    int alignment = alignment(metadata);
    List<TensorInfo> infos = TensorListParser.parse(file, cursor, tensors);
    long start = Math.min(Math.ceilDiv(cursor.at(), alignment) * alignment, bytes.byteSize());
    MemorySegment data = bytes.asSlice(start);
    checkLayout(file, infos, alignment, data.byteSize());
    return new GgufFile(file, metadata, tensors(infos, data));
  }

  private static void checkMagic(Path file, MemorySegment bytes, int magic) {
    if (magic != MAGIC) {
      throw new ModelException(
          "%s: begins with the bytes %02X %02X %02X %02X, expected the magic GGUF: it is no GGUF file"
              .formatted(file, at(bytes, 0), at(bytes, 1), at(bytes, 2), at(bytes, 3)));
    }
  }

  private static byte at(MemorySegment bytes, long index) {
    return bytes.get(ValueLayout.JAVA_BYTE, index);
  }

  private static void checkVersion(Path file, int version) {
    if (version == VERSION) {
      return;
    }
    int reversed = Integer.reverseBytes(version);
    String found =
        switch (version) {
          case 1 -> "1, whose lengths have 32 bits";
          case 2 -> "2, the one before";
          default ->
              reversed > 0 && reversed <= VERSION
                  ? reversed + " in big-endian byte order"
                  : Integer.toUnsignedString(version);
        };
    throw new ModelException(
        "%s: is of GGUF version %s, expected version %d in little-endian order: convert the model anew"
            .formatted(file, found, VERSION));
  }

  private static int alignment(Metadata metadata) {
    int alignment = metadata.integerOr(ALIGNMENT, 1, MAX_ALIGNMENT, DEFAULT_ALIGNMENT);
    if (Integer.bitCount(alignment) != 1) {
      throw metadata.refuse(ALIGNMENT, "a power of two");
    }
    return alignment;
  }

  /// Checks that the tensors lie at aligned places within the data and share no byte.
  private static void checkLayout(
      Path file, List<TensorInfo> infos, int alignment, long dataBytes) {
    List<TensorInfo> inFileOrder =
        infos.stream().sorted(Comparator.comparingLong(TensorInfo::offsetBytes)).toList();
    TensorInfo before = null;
    for (TensorInfo info : inFileOrder) {
      checkPlace(file, info, alignment, dataBytes);
      if (before != null && before.offsetBytes() + before.sizeBytes() > info.offsetBytes()) {
        throw new ModelException(
            "%s: %s at offset %d overlaps %s, whose %d bytes begin at %d"
                .formatted(
                    file,
                    info.label(),
                    info.offsetBytes(),
                    before.label(),
                    before.sizeBytes(),
                    before.offsetBytes()));
      }
      before = info;
    }
  }

  private static void checkPlace(Path file, TensorInfo info, int alignment, long dataBytes) {
    long offset = info.offsetBytes();
    if (offset < 0 || offset > dataBytes - info.sizeBytes()) {
      throw new ModelException(
          "%s: %s has %d bytes at offset %s, outside the file's %d bytes of data: is it cut short?"
              .formatted(
                  file, info.label(), info.sizeBytes(), Long.toUnsignedString(offset), dataBytes));
    }
    if (offset % alignment != 0) {
      throw new ModelException(
          "%s: %s has offset %d, expected one aligned to %d"
              .formatted(file, info.label(), offset, alignment));
    }
  }

  private static Map<String, Tensor> tensors(List<TensorInfo> infos, MemorySegment data) {
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(infos.size());
    for (TensorInfo info : infos) {
      MemorySegment own = data.asSlice(info.offsetBytes(), info.sizeBytes());
      tensors.put(info.name(), new Tensor(info.name(), info.dtype(), info.shape(), own));
    }
    return tensors;
  }
}
