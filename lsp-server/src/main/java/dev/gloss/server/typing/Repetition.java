package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexicon;
import java.util.List;
import java.util.Optional;

/// Whether a shown text repeats itself, or what stands around it, as one who looks at the screen
/// would say.
///
/// A measure: it shares neither code nor bounds with what keeps such texts from being shown, whose
/// faults it could not find else.
final class Repetition {
  /// A few words in a row three times are a loop; so are more of them twice.
  private static final int LOOP = 3;

  private static final int LONG_UNIT = 4;
  private static final int LONGEST_UNIT = 24;

  /// So is a piece within a word that comes as often, over so many characters.
  private static final int CHARS_LOOP = 4;

  private static final int LOOP_CHARS = 8;
  private static final int LONGEST_PIECE = 16;

  /// So many words of the line before the cursor, or the whole of it.
  private static final int WORDS_OF_LINE = 3;

  private Repetition() {}

  /// Whether it does. Only words and signs count, and a piece without a letter is no repetition,
  /// since rows of numbers and of brackets are common.
  static boolean is(Moment moment) {
    List<String> words = Words.of(moment.shown());
    return isLoop(moment)
        || words.stream().anyMatch(Repetition::stammers)
        || repeatsItsLines(moment)
        || repeatsTheLine(moment, words)
        || repeatsANeighbour(moment);
  }

  /// A loop may have begun on the line before the cursor.
  private static boolean isLoop(Moment moment) {
    String line = moment.lineBefore();
    List<String> words = Words.of(line + moment.shown());
    boolean inWord = !line.isEmpty() && Lexicon.isNamePart(line.charAt(line.length() - 1));
    int written = Words.of(line).size() - (inWord ? 1 : 0);
    for (int unit = 1; unit <= LONGEST_UNIT; unit++) {
      int length = unit * (unit < LONG_UNIT ? LOOP : 2);
      for (int end = Math.max(length, written + 1); end <= words.size(); end++) {
        if (isRow(words.subList(end - length, end), unit)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isRow(List<String> words, int unit) {
    return Words.sayAnything(words)
        && words.subList(unit, words.size()).equals(words.subList(0, words.size() - unit));
  }

  private static boolean stammers(String word) {
    for (int piece = 1; piece <= LONGEST_PIECE; piece++) {
      int least = Math.max(CHARS_LOOP * piece, LOOP_CHARS);
      int same = 0;
      for (int at = piece; at < word.length(); at++) {
        same = word.charAt(at) == word.charAt(at - piece) ? same + 1 : 0;
        if (same + piece >= least && Character.isLetter(word.charAt(at))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Two lines in a row that are alike.
  private static boolean repeatsItsLines(Moment moment) {
    String last = "";
    for (String line : moment.shown().lines().map(String::strip).toList()) {
      if (isTelling(line) && line.equals(last)) {
        return true;
      }
      last = line;
    }
    return false;
  }

  /// Begins with the line that it stands on, or with the last words of it.
  private static boolean repeatsTheLine(Moment moment, List<String> words) {
    List<String> line = Words.of(moment.lineBefore());
    boolean wholeLine = line.size() >= 2 && startsWith(words, line);
    boolean lastWords =
        line.size() >= WORDS_OF_LINE
            && startsWith(words, line.subList(line.size() - WORDS_OF_LINE, line.size()));
    return wholeLine || lastWords;
  }

  private static boolean startsWith(List<String> words, List<String> piece) {
    return words.size() >= piece.size()
        && words.subList(0, piece.size()).equals(piece)
        && Words.sayAnything(piece);
  }

  /// Makes its line the same as the one above or below, or ends with the line below.
  private static boolean repeatsANeighbour(Moment moment) {
    List<String> shown = moment.shown().stripTrailing().lines().map(String::strip).toList();
    String first = (moment.lineBefore() + moment.shown().lines().findFirst().orElse("")).strip();
    String above = lastLine(moment.before().substring(0, start(moment)));
    String below = firstLine(moment.after());
    return isTelling(first) && (first.equals(above) || (first.equals(below)))
        || (shown.size() > 1 && isTelling(shown.getLast()) && shown.getLast().equals(below));
  }

  private static int start(Moment moment) {
    return moment.before().length() - moment.lineBefore().length();
  }

  private static String lastLine(String text) {
    String stripped = text.strip();
    return stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
  }

  private static String firstLine(String text) {
    Optional<String> line = text.strip().lines().findFirst();
    return line.orElse("").strip();
  }

  private static boolean isTelling(String line) {
    return Words.sayAnything(Words.of(line));
  }
}
