package dev.gloss.inference.schedule;

import dev.gloss.inference.Interjection;

/// Finds the place of a sequence's [Interjection]: which tokens are written whatever the model
/// draws, by the tokens before them alone, so that drafts are verified against them as well.
///
/// Owned by the engine loop's thread.
final class InterjectionWatch {
  /// No token is forced.
  static final int NONE = -1;

  private final Interjection interjection;
  private final int[] ids;
  private final int latest;
  private final int tailLength;
  private final StringBuilder tail = new StringBuilder();
  private boolean armed;
  private boolean over;
  private int begun = NONE;

  /// @param ids the tokens of its text, at least one
  /// @param room tokens that may be generated in all
  InterjectionWatch(Interjection interjection, int[] ids, int room) {
    this.interjection = interjection;
    this.ids = ids;
    latest = Math.min(interjection.afterTokens(), room - ids.length - interjection.thenTokens());
    tailLength =
        Math.max(interjection.whenWritten().length(), interjection.unlessWritten().length()) - 1;
    armed = interjection.whenWritten().isEmpty();
  }

  /// The token that is written next instead of what is drawn, or [#NONE].
  ///
  /// @param generated tokens generated before it
  int forced(int generated) {
    if (over) {
      return NONE;
    }
    if (begun == NONE) {
      return armed && generated >= latest ? ids[0] : NONE;
    }
    return ids[generated - begun];
  }

  /// The model would end its text: the interjection begins here unless it is out of place.
  ///
  /// @param generated tokens generated so far
  /// @return whether a token is forced now
  boolean insteadOfEnd(int generated) {
    if (!over && armed && begun == NONE) {
      begun = generated;
    }
    return forced(generated) != NONE;
  }

  /// Notes a token.
  ///
  /// @param generated tokens generated before it
  /// @param text that became complete with it
  /// @return whether this was the last token of the interjection, or the one with which the model
  ///   made it unnecessary: from here on [Interjection#thenTokens()] count
  boolean wrote(int generated, String text) {
    if (over) {
      return false;
    }
    if (begun == NONE && forced(generated) != NONE) {
      begun = generated;
    }
    if (begun == NONE) {
      over = isUnnecessary(text);
    } else {
      over = generated + 1 - begun == ids.length;
    }
    return over;
  }

  private boolean isUnnecessary(String text) {
    tail.append(text);
    armed = armed || tail.indexOf(interjection.whenWritten()) >= 0;
    boolean unnecessary = armed && tail.indexOf(interjection.unlessWritten()) >= 0;
    tail.delete(0, Math.max(0, tail.length() - tailLength));
    return unnecessary;
  }
}
