package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.FileStamp;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder in which packed weights are kept.
///
/// @param folder need not exist before something is kept
/// @param leastBytes of a model's files, below which packing takes no time worth saving
/// @param spareBytes that stay free on the disk, beside as much again as is written
public record PackedFolder(Path folder, long leastBytes, long spareBytes) {
  private static final Logger LOG = System.getLogger(PackedFolder.class.getName());
  private static final long USUAL_LEAST_BYTES = 64L << 20;
  private static final long USUAL_SPARE_BYTES = 5_000_000_000L;

  /// The usual bounds.
  public PackedFolder(Path folder) {
    this(folder, USUAL_LEAST_BYTES, USUAL_SPARE_BYTES);
  }

  /// Where a model's packed weights are, or are to be; null if it is not worth it, as that of a
  /// model that lies in no files.
  public @Nullable PackedPlace place(DecoderModel model) {
    List<FileStamp> stamps = model.stamps();
    long bytes = stamps.stream().mapToLong(FileStamp::bytes).sum();
    if (stamps.isEmpty() || bytes < leastBytes) {
      return null;
    }
    try {
      return new PackedPlace(this, stamps, ModelIdentity.of(stamps));
    } catch (IOException | ModelException e) {
      LOG.log(Level.WARNING, "packed weights are kept in memory alone: " + e.getMessage());
      return null;
    }
  }

  /// Bytes of all files.
  ///
  /// @throws IOException if the folder cannot be listed
  public long bytes() throws IOException {
    return KeptFiles.in(folder).bytes();
  }

  /// Deletes what is kept; whoever uses it keeps its mapping. A file that is being written at the
  /// moment stays.
  ///
  /// @return how many bytes
  /// @throws IOException if something cannot be deleted
  public long clean() throws IOException {
    return KeptFiles.in(folder).clean();
  }
}
