package dev.gloss.server.typing;

import dev.gloss.server.eval.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How quiet it is where silence is right, in percent with 95 % intervals.
///
/// @param places at which one key was pressed
/// @param quiet those of them where nothing was shown; null where there are none
/// @param byKind the same for each kind of place
/// @param callsPerKey how often the model was asked for each key
public record QuietFigures(
    int places,
    @Nullable Interval quiet,
    Map<String, Kind> byKind,
    @Nullable Interval callsPerKey) {

  /// One kind of place.
  ///
  /// @param places of the kind
  /// @param quiet where nothing was shown
  public record Kind(int places, @Nullable Interval quiet) {}

  static QuietFigures of(List<PlaceOutcome> outcomes) {
    Map<PlaceKind, List<PlaceOutcome>> kinds =
        outcomes.stream().collect(Collectors.groupingBy(outcome -> outcome.place().kind()));
    Map<String, Kind> byKind = new LinkedHashMap<>();
    for (PlaceKind kind : PlaceKind.QUIET) {
      List<PlaceOutcome> of = kinds.getOrDefault(kind, List.of());
      if (!of.isEmpty()) {
        byKind.put(kind.label(), new Kind(of.size(), quiet(of)));
      }
    }
    return new QuietFigures(
        outcomes.size(),
        quiet(outcomes),
        byKind,
        Share.ratio(
            outcomes,
            outcome -> outcome.keys().stream().mapToInt(Key::calls).sum(),
            outcome -> outcome.keys().size()));
  }

  private static @Nullable Interval quiet(List<PlaceOutcome> outcomes) {
    return Share.percent(outcomes, outcome -> outcome.isSilent() ? 1 : 0, _ -> 1);
  }
}
