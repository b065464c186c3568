package dev.gloss.server.typing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What came of a place.
///
/// @param place at which it was typed
/// @param keys what came of each key
/// @param texts distinct texts, each at its first display
/// @param along how often one typed along a shown text that went on behind the key
/// @param reversals how often its rest was replaced or withdrawn then
/// @param alongRight how often the text was right
/// @param reversalsOfRight how often its rest was replaced or withdrawn then
record PlaceOutcome(
    TypingPlace place,
    List<Key> keys,
    List<Suggested> texts,
    int along,
    int reversals,
    int alongRight,
    int reversalsOfRight) {

  /// Judges what was shown.
  static PlaceOutcome of(TypingPlace place, PlaceRecord record, ParseAtPlace parser) {
    Judge judge = new Judge(place, record.keys(), parser);
    judge.run();
    return new PlaceOutcome(
        place,
        record.keys(),
        judge.texts,
        judge.along,
        judge.reversals,
        judge.alongRight,
        judge.reversalsOfRight);
  }

  boolean isSilent() {
    return keys.stream().allMatch(key -> key.shown().isBlank());
  }

  private static final class Judge {
    private final TypingPlace place;
    private final List<Key> keys;
    private final ParseAtPlace parser;
    private final List<Suggested> texts = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int along;
    private int reversals;
    private int alongRight;
    private int reversalsOfRight;

    Judge(TypingPlace place, List<Key> keys, ParseAtPlace parser) {
      this.place = place;
      this.keys = keys;
      this.parser = parser;
    }

    void run() {
      List<String> typed = place.keys();
      String before = place.before();
      String missing = place.middle();
      for (int i = 0; i < keys.size(); i++) {
        String shown = keys.get(i).shown();
        if (!shown.isBlank()) {
          Moment moment = new Moment(before, shown, missing, place.after());
          if (seen.add(before + shown)) {
            texts.add(Suggested.of(moment, parser));
          }
          if (i + 1 < keys.size()) {
            follow(moment, typed.get(i), keys.get(i + 1).shown());
          }
        }
        if (i + 1 < keys.size()) {
          before += typed.get(i);
          missing = missing.substring(typed.get(i).length());
        }
      }
    }

    /// A text that grows takes nothing back.
    private void follow(Moment moment, String key, String next) {
      String shown = moment.shown();
      if (!shown.startsWith(key) || shown.substring(key.length()).isBlank()) {
        return;
      }
      boolean takenBack = !next.startsWith(shown.substring(key.length()).stripTrailing());
      boolean right = Agreement.of(moment).isRight();
      along++;
      reversals += takenBack ? 1 : 0;
      alongRight += right ? 1 : 0;
      reversalsOfRight += right && takenBack ? 1 : 0;
    }
  }
}
