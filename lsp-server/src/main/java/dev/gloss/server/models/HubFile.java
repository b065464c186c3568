package dev.gloss.server.models;

import org.jspecify.annotations.Nullable;

/// A file of a repository, as the hub describes it.
///
/// @param path in the repository
/// @param bytes its size; [#UNKNOWN] where the hub did not say
/// @param checksum null where the hub did not say
public record HubFile(String path, long bytes, @Nullable Checksum checksum) {
  /// A size that nobody told.
  public static final long UNKNOWN = -1;

  /// The name without the folders before it.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
