package dev.gloss.server.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// In which languages the model is asked, in the JSON `languages`.
///
/// @param switches by LSP language identifier; `*` stands for all that are not named
public record Languages(Map<String, Boolean> switches) {
  /// Nothing is switched: each model is asked in the languages it knows.
  public static final Languages DEFAULT = new Languages(Map.of());

  private static final String OTHERS = "*";

  /// What is written for people and seldom begun by a machine.
  private static final Set<String> OFF_UNLESS_NAMED =
      Set.of("git-commit", "gitcommit", "scminput", "git-rebase", "gitrebase");

  /// Copies the map.
  public Languages {
    switches = Map.copyOf(switches);
  }

  /// Whether a model is asked in a language.
  ///
  /// @param languageId as LSP names languages
  /// @param known languages that the model was trained to write; empty if it does not say
  public boolean allow(String languageId, List<String> known) {
    Boolean named = switches.get(languageId);
    if (named != null) {
      return named;
    }
    if (OFF_UNLESS_NAMED.contains(languageId)) {
      return false;
    }
    Boolean others = switches.get(OTHERS);
    return others != null ? others : known.isEmpty() || known.contains(languageId);
  }
}
