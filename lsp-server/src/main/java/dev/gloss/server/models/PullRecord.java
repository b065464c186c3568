package dev.gloss.server.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a model in the store comes from, and what its files must add up to. Lies beside the
/// model's first file, under its name and [#ENDING].
///
/// @param hub address of the hub
/// @param repository on the hub
/// @param pulled when, as ISO 8601 has it
/// @param files of the model, the one that names it first
public record PullRecord(String hub, String repository, String pulled, List<Entry> files) {
  static final String ENDING = ".pulled.json";

  /// Copies the list.
  public PullRecord {
    files = files == null ? List.of() : List.copyOf(files);
  }

  /// One file.
  ///
  /// @param path in the repository
  /// @param bytes its size when it was fetched
  /// @param checksum what the hub said it adds up to; null where it did not say, so that the file
  ///   is not verified
  public record Entry(String path, long bytes, @Nullable Checksum checksum) {}
}
