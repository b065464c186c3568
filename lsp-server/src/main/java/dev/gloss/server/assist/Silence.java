package dev.gloss.server.assist;

import dev.gloss.prompts.completion.CursorPlace;
import dev.gloss.prompts.completion.Flaw;
import dev.gloss.prompts.gate.Feature;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why nothing is shown.
///
/// @param reason a short name for programs, such as `in-comment` or `unsure`
/// @param sentence the same for a person
public record Silence(String reason, String sentence) {

  /// Reason of what may not be kept.
  static final String UNSURE = "unsure";

  /// No model has the role.
  public static final Silence NO_MODEL =
      new Silence("no-model", "No model that completes is loaded.");

  /// The request was taken back, or a newer one took its place.
  public static final Silence CANCELLED = new Silence("cancelled", "The request was taken back.");

  /// The file stays out of prompts.
  public static final Silence PRIVATE =
      new Silence("private", "The file is kept out of prompts; the editor's log says why.");

  /// The model is not asked in the document's language.
  ///
  /// @param model its name
  /// @param known what it knows; empty if it does not say
  static Silence language(String model, List<String> known, String languageId) {
    String knows = known.isEmpty() ? "" : model + " writes " + String.join(", ", known) + ". ";
    return new Silence(
        "language", "%sThe setting languages can switch %s on.".formatted(knows, languageId));
  }

  /// Nobody writes such a file.
  static Silence unwritten(String kind) {
    return new Silence("unwritten", "Silent in " + kind + ".");
  }

  /// It is not sure enough that somebody would keep the text.
  ///
  /// @param chance that somebody would
  /// @param least the least that is asked for
  /// @param doubt what counts most against it
  static Silence unsure(double chance, double least, Feature doubt) {
    String why =
        switch (doubt) {
          case FIRST -> ", unsure of the first word";
          case END -> ", unsure where it ends";
          case LEAST -> ", unsure of a word";
          case NEW_WORDS -> ", its words stand nowhere near";
          case LENGTH, LINES -> ", it is long";
          case MEAN, JOINT, CHANCE -> ", unsure of it as a whole";
          default -> "";
        };
    // Rounded so that the one is never said to be no less than the other.
    double shown = Math.floor(chance * 100) / 100;
    return new Silence(
        UNSURE, String.format(Locale.ROOT, "Held back: %.2f < %.2f%s.", shown, least, why));
  }

  /// What is wrong with a text.
  static Silence of(Flaw flaw) {
    return switch (flaw) {
      case EMPTY -> new Silence("empty", "Nothing of what was written fits here.");
      case ONLY_CLOSERS -> new Silence("only-closers", "Held back: it only closes what is open.");
      case UNFINISHED ->
          new Silence("unfinished", "Held back: it ended for want of tokens within a line.");
      case REPEATS ->
          new Silence("repeats", "Held back: it repeats itself or what stands next to it.");
      case DOES_NOT_JOIN ->
          new Silence("does-not-join", "Held back: it does not go on with what follows.");
      case DOES_NOT_PARSE -> new Silence("does-not-parse", "Held back: it does not parse here.");
      case MEMBER_EXISTS ->
          new Silence("member-exists", "Held back: the class has that member already.");
    };
  }

  /// Why a person who types there is left alone, whatever the model would write.
  ///
  /// @param inComments whether comments and strings are places like others
  static Optional<Silence> at(CursorPlace place, boolean inComments) {
    return switch (place) {
      case COMMENT ->
          inComments
              ? Optional.empty()
              : Optional.of(new Silence("in-comment", "Silent in comments unless asked."));
      case STRING ->
          inComments
              ? Optional.empty()
              : Optional.of(new Silence("in-string", "Silent in strings unless asked."));
      case BEHIND_STATEMENT ->
          Optional.of(new Silence("behind-statement", "Silent behind a complete statement."));
      case IN_WORD -> Optional.of(new Silence("in-word", "Silent inside a word."));
      case BEFORE_TEXT, CODE -> Optional.empty();
    };
  }
}
