package dev.gloss.server.typing;

import java.util.List;

/// What was shown at a place, as a line of a file.
///
/// @param id of the place
/// @param keys what came of each key: first of the one that leads to the place, then of those that
///   type what stood there, but for the last one
public record PlaceRecord(String id, List<Key> keys) {

  /// Copies the list.
  public PlaceRecord {
    keys = List.copyOf(keys);
  }
}
