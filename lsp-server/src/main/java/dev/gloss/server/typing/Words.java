package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexicon;
import java.util.ArrayList;
import java.util.List;

/// Words of code: a run of letters, digits, `_` and `$`, or any other character but blanks.
final class Words {
  private Words() {}

  /// The first word behind spaces and tabs; the line feed where the line has none, empty where the
  /// text has none.
  static String first(String text) {
    int start = 0;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
      start++;
    }
    return start == text.length() ? "" : text.substring(start, endOf(text, start));
  }

  /// All words of a text, line feeds left out.
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = endOf(text, at);
      if (!Character.isWhitespace(text.charAt(at))) {
        words.add(text.substring(at, end));
      }
      at = end;
    }
    return words;
  }

  /// Whether one of them has a letter.
  static boolean sayAnything(List<String> words) {
    return words.stream().anyMatch(word -> Character.isLetter(word.charAt(0)));
  }

  private static int endOf(String text, int start) {
    int end = start + 1;
    while (Lexicon.isNamePart(text.charAt(start))
        && end < text.length()
        && Lexicon.isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
