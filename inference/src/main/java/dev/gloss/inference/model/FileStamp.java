package dev.gloss.inference.model;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a mapped file was when it was opened.
///
/// Of a file that is cut short while it is mapped the lost part cannot be read: the virtual machine
/// throws `InternalError` there. One that is overwritten silently holds other numbers.
///
/// @param file where it is
/// @param bytes its length
/// @param modified when it was last written to
/// @param key what the file system knows it by, null where it does not say; another file of the
///   same name has another one
public record FileStamp(Path file, long bytes, FileTime modified, @Nullable Object key) {

  /// What a file is now.
  ///
  /// @throws ModelException if the file system does not say
  public static FileStamp of(Path file) {
    try {
      return of(file, Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static FileStamp of(Path file, BasicFileAttributes attributes) {
    return new FileStamp(
        file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }

  /// Checks that the file is what it was. One that is gone is still mapped, and so no error.
  ///
  /// @throws ModelException if it was written to, cut short or replaced
  public void requireUnchanged() {
    FileStamp now = now();
    if (now != null && !now.equals(this)) {
      throw changed(isSameFile(now) ? "changed" : "replaced", now);
    }
  }

  /// Checks that the file was not written to. One that is gone, or whose name another one has now,
  /// is still mapped, and so no error.
  ///
  /// @throws ModelException if it was written to or cut short
  public void requireUnwritten() {
    FileStamp now = now();
    if (now != null && isSameFile(now) && !now.equals(this)) {
      throw changed("changed", now);
    }
  }

  private boolean isSameFile(FileStamp now) {
    return Objects.equals(now.key, key);
  }

  /// What the file is now; null if it is gone, or out of reach for a while.
  private @Nullable FileStamp now() {
    try {
      return of(file, Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return null;
    }
  }

  private ModelException changed(String how, FileStamp now) {
    return new ModelException(
        "%s: was %s while the model is in use (%d bytes of %s, expected %d of %s): load it anew"
            .formatted(file, how, now.bytes, now.modified, bytes, modified));
  }
}
