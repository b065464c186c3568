package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.FileStamp;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where one model's packed weights are kept.
///
/// Immutable, safe for all threads.
public final class PackedPlace {
  private static final Logger LOG = System.getLogger(PackedPlace.class.getName());

  private final PackedFolder folder;
  private final List<FileStamp> stamps;
  private final ModelIdentity identity;

  /// @param stamps the model's files, as they were when it was opened
  PackedPlace(PackedFolder folder, List<FileStamp> stamps, ModelIdentity identity) {
    this.folder = folder;
    this.stamps = List.copyOf(stamps);
    this.identity = identity;
  }

  PackedFolder folder() {
    return folder;
  }

  List<FileStamp> stamps() {
    return stamps;
  }

  ModelIdentity identity() {
    return identity;
  }

  /// Maps what is kept; null if there is nothing, or nothing that can be trusted, which the log
  /// tells.
  ///
  /// @param arena owns the mapping
  public @Nullable PackedFile open(Arena arena) {
    Path file = files().packed(identity.name());
    try {
      PackedFile mapped = PackedFile.map(file, identity, arena);
      touch();
      return mapped;
    } catch (FileSystemException e) {
      // There is none, or none that can be read; keeping another one tells what is wrong.
      return null;
    } catch (IOException | ModelException e) {
      LOG.log(Level.INFO, file + ": " + e.getMessage() + "; weights are packed anew");
      return null;
    }
  }

  /// Takes what is kept away, since it is not what it says; weights are packed anew.
  ///
  /// @param reason why, which the log tells
  public void discard(PackedMismatchException reason) {
    LOG.log(Level.INFO, reason.getMessage() + "; weights are packed anew");
    try {
      files().delete(files().packed(identity.name()));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}: {1}", folder.folder(), e.getMessage());
    }
  }

  /// Keeps weights, to be started.
  ///
  /// @param matrices all of them, in the order in which they were packed
  public Background writing(List<NamedMatrix> matrices) {
    PackedWriter writer = new PackedWriter(this, matrices);
    return new Background("gloss-keep-packed", writer::write);
  }

  KeptFiles files() {
    return KeptFiles.in(folder.folder());
  }

  /// A folder that cannot be written serves all the same.
  private void touch() {
    try {
      files().touch(identity.name());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}: {1}", folder.folder(), e.getMessage());
    }
  }
}
