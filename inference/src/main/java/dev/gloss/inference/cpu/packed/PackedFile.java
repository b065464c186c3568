package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.model.FileStamp;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A mapped file of packed weights, whose matrices are taken in the order in which they were
/// packed. Where the next one is not what is asked for, the file is of no use.
///
/// Used by the thread that opens a backend; [#requireUnwritten] by any.
public final class PackedFile {
  private static final long LOADED_BYTES = 4L << 20;

  private final FileStamp stamp;
  private final List<PackedEntry> entries;
  private final MemorySegment mapped;
  private final MemorySegment panels;
  private int taken;

  private PackedFile(
      FileStamp stamp, List<PackedEntry> entries, MemorySegment mapped, MemorySegment panels) {
    this.stamp = stamp;
    this.entries = entries;
    this.mapped = mapped;
    this.panels = panels;
  }

  /// Maps a file and checks its header; reads nothing of its panels.
  ///
  /// @param arena owns the mapping
  /// @throws IOException if it cannot be read, or is not a whole file of this model; the message
  ///   goes behind the file's name
  static PackedFile map(Path file, ModelIdentity expected, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      PackedHeader.Read read = PackedHeader.read(channel);
      PackedHeader header = read.header();
      if (!header.digest().equals(expected.digest())) {
        throw new IOException("was packed from other files");
      }
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      // Mapped segments are of a class of their own, which the kernels' loops need not learn.
      MemorySegment plain =
          MemorySegment.ofAddress(mapped.address())
              .reinterpret(mapped.byteSize(), arena, null)
              .asReadOnly();
      MemorySegment panels = plain.asSlice(PackedHeader.dataOffset(read.bytes()));
      return new PackedFile(FileStamp.of(file), header.entries(), mapped, panels);
    }
  }

  /// The next matrix, a checkpoint's.
  ///
  /// @throws PackedMismatchException if it is another one
  public PackedMatrix next(Matrix matrix, Precision precision) {
    return next(
        NamedMatrix.nameOf(matrix),
        matrix.outFeatures(),
        matrix.inFeatures(),
        List.of(matrix.weight().dtype(), DType.F32),
        precision);
  }

  /// The next matrix, one whose numbers were given one by one.
  ///
  /// @throws PackedMismatchException if it is another one
  public PackedMatrix next(String name, int rows, int columns) {
    return next(name, rows, columns, List.of(DType.BF16, DType.F32), Precision.EXACT);
  }

  private PackedMatrix next(
      String name, int rows, int columns, List<DType> formats, Precision precision) {
    if (taken == entries.size()) {
      throw mismatch("has %d matrices, expected more: %s".formatted(taken, name));
    }
    PackedEntry entry = entries.get(taken++);
    if (!entry.name().equals(name)
        || entry.rows() != rows
        || entry.columns() != columns
        || !formats.contains(entry.stored())) {
      throw mismatch(
          "has %s as %s [%d, %d], expected %s as one of %s [%d, %d]"
              .formatted(
                  entry.name(),
                  entry.stored(),
                  entry.rows(),
                  entry.columns(),
                  name,
                  formats,
                  rows,
                  columns));
    }
    try {
      return PackedMatrix.ofPanels(
          rows, columns, entry.stored(), precision, panels.asSlice(entry.offset(), entry.bytes()));
    } catch (IllegalArgumentException e) {
      throw mismatch("has " + name + ", but " + e.getMessage());
    }
  }

  /// Checks that there is no further matrix.
  ///
  /// @throws PackedMismatchException if there is
  public void requireAllTaken() {
    if (taken < entries.size()) {
      throw mismatch("has %d matrices, expected %d".formatted(entries.size(), taken));
    }
  }

  /// Checks that the file was not written to since, nor cut short.
  ///
  /// @throws dev.gloss.inference.ModelException if it was; the message names it
  public void requireUnwritten() {
    stamp.requireUnwritten();
  }

  /// Reads the file into memory, to be started.
  public Background loading() {
    return new Background("gloss-load-packed", this::load);
  }

  private void load(MemoryGuard memory) throws IOException {
    for (long at = 0; at < mapped.byteSize(); at += LOADED_BYTES) {
      MemorySegment part = mapped.asSlice(at, Math.min(LOADED_BYTES, mapped.byteSize() - at));
      memory.use(part::load);
    }
  }

  private PackedMismatchException mismatch(String what) {
    return new PackedMismatchException(stamp.file() + ": " + what);
  }
}
