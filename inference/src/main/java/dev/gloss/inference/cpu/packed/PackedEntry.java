package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.tensor.DType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Where a matrix lies in a file, and everything that it has to be.
///
/// @param name as [NamedMatrix] has it
/// @param stored names the format of its panels
/// @param rows output rows
/// @param columns input columns
/// @param offset of its panels behind the header, a multiple of [PackedMatrix#ALIGNMENT]
/// @param bytes of its panels, behind which [PackedMatrix#SLACK_BYTES] may be read
record PackedEntry(String name, DType stored, int rows, int columns, long offset, long bytes) {

  static PackedEntry of(NamedMatrix named, long offset) {
    PackedMatrix matrix = named.matrix();
    return new PackedEntry(
        named.name(),
        matrix.format().dtype(),
        matrix.rows(),
        matrix.columns(),
        offset,
        matrix.byteSize());
  }

  /// Where the next one may begin.
  long end() {
    long end = offset + bytes + PackedMatrix.SLACK_BYTES;
    return Math.ceilDiv(end, PackedMatrix.ALIGNMENT) * PackedMatrix.ALIGNMENT;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(name);
    out.writeUTF(stored.name());
    out.writeInt(rows);
    out.writeInt(columns);
    out.writeLong(offset);
    out.writeLong(bytes);
  }

  /// Reads one that lies within so many bytes behind the header.
  ///
  /// @throws IOException if it does not
  static PackedEntry read(DataInput in, long dataBytes) throws IOException {
    String name = in.readUTF();
    PackedEntry entry =
        new PackedEntry(
            name, dtype(in.readUTF()), in.readInt(), in.readInt(), in.readLong(), in.readLong());
    long most = dataBytes - PackedMatrix.SLACK_BYTES;
    if (entry.offset < 0
        || entry.offset % PackedMatrix.ALIGNMENT != 0
        || entry.bytes < 0
        || entry.bytes > most
        || entry.offset > most - entry.bytes) {
      throw new IOException(name + " does not lie in the file");
    }
    return entry;
  }

  private static DType dtype(String name) throws IOException {
    try {
      return DType.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("no weights are stored as " + name, e);
    }
  }
}
