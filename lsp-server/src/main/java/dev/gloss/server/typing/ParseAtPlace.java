package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Syntax;
import dev.gloss.prompts.completion.SyntaxError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a file has a syntax error at the place once a shown text is taken, though it had none as
/// it was written.
///
/// One thread at a time.
final class ParseAtPlace {
  private final Syntax syntax;
  private @Nullable String lastOriginal;
  private boolean lastParsed;

  ParseAtPlace(Syntax syntax) {
    this.syntax = syntax;
  }

  /// What the parser says.
  enum Verdict {
    /// Nothing at the place.
    FINE,
    /// The text breaks off: the error is behind it, in its line or the next one.
    UNFINISHED,
    /// The error is in it, or on its line before it, however one types on.
    BROKEN,
    /// The file did not parse as it was written.
    UNKNOWN
  }

  /// Looks from the start of the cursor's line to the end of the next line behind the text that
  /// says something; a missing brace that the parser tells elsewhere is none of the place's.
  Verdict of(Moment moment) {
    if (!parses(moment.original())) {
      return Verdict.UNKNOWN;
    }
    String shown = moment.shown().stripTrailing();
    int start = moment.before().length() - moment.lineBefore().length();
    int end = moment.before().length() + shown.length();
    String text = moment.before() + shown + moment.after();
    int nearEnd = endOfNextLine(text, end);
    List<Integer> near =
        syntax.errors(text).stream()
            .map(SyntaxError::offset)
            .filter(at -> at >= start && at <= nearEnd)
            .toList();
    if (near.isEmpty()) {
      return Verdict.FINE;
    }
    return near.stream().anyMatch(at -> at < end) ? Verdict.BROKEN : Verdict.UNFINISHED;
  }

  private boolean parses(String original) {
    if (!original.equals(lastOriginal)) {
      lastOriginal = original;
      lastParsed = syntax.errors(original).isEmpty();
    }
    return lastParsed;
  }

  private static int endOfNextLine(String text, int from) {
    int feed = text.indexOf('\n', from);
    int at = feed < 0 ? text.length() : feed;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
