package dev.gloss.prompts.completion;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds what small models fall into: the same words again and again, or a line that stands there
/// already.
final class Repetition {
  /// A word, split where a capital letter begins a new one, or a sign.
  private static final Pattern PIECE =
      Pattern.compile("\\p{Lu}?[\\p{Ll}\\p{Lo}\\p{M}]+|\\p{Lu}+|\\p{N}+|[^\\s\\p{L}\\p{N}]");

  /// Times that a short run stands in a row before it is a loop.
  private static final int TIMES = 3;

  /// Pieces of a run that is a loop the second time.
  private static final int LONG_RUN = 6;

  private static final int LONGEST_RUN = 24;

  /// How much of the line before the cursor is looked at, in chars.
  private static final int REACH = 200;

  private static final int SIGNIFICANT_CHARS = 3;

  private Repetition() {}

  /// Whether the text at the place repeats itself, what stands before it on its line, or one of the
  /// lines around it.
  static boolean isIn(String text, CompletionSite site) {
    return loops(text, site.linePrefix()) || repeatsNeighbour(text, site) || repeatsLines(text);
  }

  /// Whether a line says enough for an equal one to be the same and no accident, as `}` is.
  static boolean isSignificant(String line) {
    return line.chars().filter(Character::isLetterOrDigit).count() >= SIGNIFICANT_CHARS;
  }

  private static boolean loops(String text, String linePrefix) {
    String before = linePrefix.substring(Math.max(0, linePrefix.length() - REACH));
    List<String> pieces = Stream.concat(pieces(before), pieces(text)).toList();
    int own = (int) pieces(before).count();
    for (int run = 1; run <= LONGEST_RUN; run++) {
      int times = run >= LONG_RUN ? 2 : TIMES;
      int equal = 0;
      for (int at = run; at < pieces.size(); at++) {
        equal = pieces.get(at).equalsIgnoreCase(pieces.get(at - run)) ? equal + 1 : 0;
        boolean isLoop = equal >= run * (times - 1);
        if (isLoop && at >= own && says(pieces.subList(at - run + 1, at + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Stream<String> pieces(String text) {
    return PIECE.matcher(text).results().map(MatchResult::group);
  }

  private static boolean says(List<String> run) {
    return run.stream().anyMatch(piece -> Character.isLetter(piece.codePointAt(0)));
  }

  private static boolean repeatsNeighbour(String text, CompletionSite site) {
    int feed = text.indexOf('\n');
    String line = (site.linePrefix() + (feed < 0 ? text : text.substring(0, feed))).strip();
    return isSignificant(line)
        && (line.equals(site.previousLine()) || line.equals(site.nextLine()));
  }

  private static boolean repeatsLines(String text) {
    List<String> lines = text.lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    for (int i = 1; i < lines.size(); i++) {
      if (isSignificant(lines.get(i)) && lines.get(i).equals(lines.get(i - 1))) {
        return true;
      }
    }
    return false;
  }
}
