package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What a file begins with, in big-endian order: a magic number, [PackedMatrix#LAYOUT], the bytes
/// of the header, those of the file, the model's digest and path, a list of matrices, and a
/// checksum of all that. Panels follow at the next multiple of a page.
///
/// @param model the model's first file
/// @param digest of all its files, see [ModelIdentity]
/// @param entries in the order in which they are asked for
record PackedHeader(Path model, String digest, List<PackedEntry> entries) {
  private static final long MAGIC = 0x474c_4f53_5350_414bL;
  private static final int FIXED_BYTES = 24;
  private static final int LEAST_BYTES = FIXED_BYTES + Integer.BYTES;
  private static final int MOST_BYTES = 1 << 28;
  private static final long PAGE_BYTES = 4096;

  /// Copies the list.
  PackedHeader {
    entries = List.copyOf(entries);
  }

  /// A header for matrices that are to be written.
  static PackedHeader of(ModelIdentity identity, List<NamedMatrix> matrices) {
    List<PackedEntry> entries = new ArrayList<>();
    long offset = 0;
    for (NamedMatrix matrix : matrices) {
      PackedEntry entry = PackedEntry.of(matrix, offset);
      entries.add(entry);
      offset = entry.end();
    }
    return new PackedHeader(identity.model(), identity.digest(), entries);
  }

  /// Where panels begin in a file with such a header.
  static long dataOffset(long headerBytes) {
    return Math.ceilDiv(headerBytes, PAGE_BYTES) * PAGE_BYTES;
  }

  /// Bytes behind the header.
  private long dataBytes() {
    return entries.isEmpty() ? 0 : entries.getLast().end();
  }

  /// Bytes of the file.
  long totalBytes(long headerBytes) {
    return dataOffset(headerBytes) + dataBytes();
  }

  /// The header as it is written.
  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[FIXED_BYTES]);
    out.writeUTF(digest);
    out.writeUTF(model.toString());
    out.writeInt(entries.size());
    for (PackedEntry entry : entries) {
      entry.write(out);
    }
    out.writeInt(0);
    byte[] header = bytes.toByteArray();
    ByteBuffer fields = ByteBuffer.wrap(header);
    fields.putLong(MAGIC);
    fields.putInt(PackedMatrix.LAYOUT);
    fields.putInt(header.length);
    fields.putLong(totalBytes(header.length));
    fields.putInt(header.length - Integer.BYTES, checksum(header));
    return header;
  }

  /// A header that was read.
  ///
  /// @param bytes of it
  record Read(PackedHeader header, int bytes) {}

  /// Reads the header of a whole file.
  ///
  /// @throws IOException if it cannot be read, is none, of another layout, or not that of a file of
  ///   this length; the message goes behind the file's name
  static Read read(FileChannel channel) throws IOException {
    ByteBuffer fixed = bytes(channel, FIXED_BYTES);
    if (fixed.getLong() != MAGIC) {
      throw new IOException("is no file of packed weights");
    }
    int layout = fixed.getInt();
    if (layout != PackedMatrix.LAYOUT) {
      throw new IOException("has layout %d, expected %d".formatted(layout, PackedMatrix.LAYOUT));
    }
    int headerBytes = fixed.getInt();
    long totalBytes = fixed.getLong();
    if (headerBytes < LEAST_BYTES || headerBytes > MOST_BYTES) {
      throw new IOException("says that its header has " + headerBytes + " bytes");
    }
    byte[] header = bytes(channel, headerBytes).array();
    int sum = ByteBuffer.wrap(header).getInt(headerBytes - Integer.BYTES);
    if (sum != checksum(header)) {
      throw new IOException("has a header whose checksum is wrong");
    }
    if (channel.size() != totalBytes) {
      throw new IOException("has %d bytes, expected %d".formatted(channel.size(), totalBytes));
    }
    return new Read(parse(header, totalBytes - dataOffset(headerBytes)), headerBytes);
  }

  private static PackedHeader parse(byte[] header, long dataBytes) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(header, FIXED_BYTES, header.length - LEAST_BYTES));
    String digest = in.readUTF();
    Path model = path(in.readUTF());
    int count = in.readInt();
    List<PackedEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(PackedEntry.read(in, dataBytes));
    }
    return new PackedHeader(model, digest, entries);
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException("names a model that cannot be", e);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, int count) throws IOException {
    if (channel.size() < count) {
      throw new IOException("is cut short, it has " + channel.size() + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) < 0) {
        throw new IOException("is cut short");
      }
    }
    return bytes.flip();
  }

  private static int checksum(byte[] header) {
    CRC32C sum = new CRC32C();
    sum.update(header, 0, header.length - Integer.BYTES);
    return (int) sum.getValue();
  }
}
