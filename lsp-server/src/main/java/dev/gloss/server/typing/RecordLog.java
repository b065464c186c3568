package dev.gloss.server.typing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What was shown at places: what an earlier run left, and what this one finds.
public final class RecordLog {
  private final Map<String, PlaceRecord> known = new HashMap<>();
  private final Consumer<PlaceRecord> sink;

  /// @param known what an earlier run over the same places, asked in the same way, left
  /// @param sink gets each new record as it is made
  public RecordLog(List<PlaceRecord> known, Consumer<PlaceRecord> sink) {
    known.forEach(place -> this.known.put(place.id(), place));
    this.sink = sink;
  }

  Optional<PlaceRecord> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  void add(PlaceRecord place) {
    sink.accept(place);
  }
}
