package dev.gloss.server.typing;

import dev.gloss.server.eval.Calibration;
import dev.gloss.server.eval.CalibrationHole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Chooses places by a seed: the groups take turns, and within a group the kinds, so that each has
/// its share. Asked for more, it chooses the same ones first.
public final class PlaceChoice {
  private static final int TRIES = 300;

  private final List<SourceGroup> groups;
  private final long seed;

  /// @param groups at least one
  public PlaceChoice(List<SourceGroup> groups, long seed) {
    this.groups = List.copyOf(groups);
    this.seed = seed;
  }

  /// Places where a text is wanted; fewer where the files do not have as many.
  public List<TypingPlace> wanted(int count) {
    return choose(PlaceKind.WANTED, count);
  }

  /// Places where silence is right; fewer where the files do not have as many.
  ///
  /// @param otherLanguages whether it is right in other languages than Java
  public List<TypingPlace> quiet(int count, boolean otherLanguages) {
    List<PlaceKind> kinds =
        PlaceKind.QUIET.stream()
            .filter(kind -> otherLanguages || kind != PlaceKind.OTHER_LANGUAGE)
            .toList();
    return choose(kinds, count);
  }

  private List<TypingPlace> choose(List<PlaceKind> kinds, int count) {
    SplittableRandom random = new SplittableRandom(seed + (kinds.getFirst().isQuiet() ? 1 : 0));
    List<TypingPlace> places = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < count; i++) {
      SourceGroup group = groups.get(i % groups.size());
      PlaceKind kind = kinds.get(i / groups.size() % kinds.size());
      for (int tries = 0; tries < TRIES; tries++) {
        TypingPlace place =
            kind == PlaceKind.OTHER_LANGUAGE
                ? otherLanguage(group, random)
                : place(group, kind, random);
        if (place != null && taken.add(place.id())) {
          places.add(place);
          break;
        }
      }
    }
    return places;
  }

  private static @Nullable TypingPlace place(
      SourceGroup group, PlaceKind kind, SplittableRandom random) {
    JavaFile file = group.files().get(random.nextInt(group.files().size()));
    List<Cut> cuts =
        kind.isQuiet() ? new QuietPlaces(file).of(kind) : new WantedPlaces(file).of(kind);
    if (cuts.isEmpty()) {
      return null;
    }
    Cut cut = cuts.get(random.nextInt(cuts.size()));
    String text = file.text();
    return new TypingPlace(
        "%s/%s:%d %s".formatted(group.name(), file.name(), cut.start(), kind.label()),
        kind,
        group.name(),
        file.uri(),
        "java",
        text.substring(0, cut.start()),
        text.substring(cut.start(), cut.end()),
        text.substring(cut.end()));
  }

  /// Holes in this program's own files of other languages, of which it has some.
  private static TypingPlace otherLanguage(SourceGroup group, SplittableRandom random) {
    List<CalibrationHole> holes =
        Calibration.holes().stream().filter(hole -> !hole.language().equals("java")).toList();
    CalibrationHole hole = holes.get(random.nextInt(holes.size()));
    String name = hole.id().replaceAll(":.*", "");
    return new TypingPlace(
        "%s/%s %s".formatted(group.name(), hole.id(), PlaceKind.OTHER_LANGUAGE.label()),
        PlaceKind.OTHER_LANGUAGE,
        group.name(),
        "file:///gloss-typing/" + name,
        hole.language(),
        hole.prefix(),
        hole.middle(),
        hole.suffix());
  }
}
