package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexer.Region;
import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.typing.JavaFile.Line;
import java.util.ArrayList;
import java.util.List;

/// Finds in a Java file the places where silence is right.
final class QuietPlaces {
  private static final int FEWEST_WORD_CHARS_BEHIND = 3;

  private final String text;
  private final CodeMap map;
  private final JavaFile file;

  QuietPlaces(JavaFile file) {
    this.file = file;
    this.text = file.text();
    this.map = new CodeMap(text);
  }

  /// All places of a kind, in order.
  List<Cut> of(PlaceKind kind) {
    List<Cut> found = new ArrayList<>();
    for (Line line : kind == PlaceKind.BEFORE_TEXT ? file.codeLines(map) : file.lines()) {
      if (kind == PlaceKind.AFTER_STATEMENT) {
        addEnd(line, found);
        continue;
      }
      for (int at = line.start() + 1; at <= line.end(); at++) {
        add(kind, line, at, found);
      }
    }
    return found;
  }

  private void add(PlaceKind kind, Line line, int at, List<Cut> found) {
    switch (kind) {
      case IN_COMMENT -> addComment(line, at, found);
      case IN_STRING -> addString(line, at, found);
      case BEFORE_TEXT -> addBorder(line, at, found);
      default -> {}
    }
  }

  /// Behind a letter, and what is cut out does not end the comment.
  private void addComment(Line line, int at, List<Cut> found) {
    boolean inside = at == text.length() || text.charAt(at) == '\n' || map.at(at) == Region.COMMENT;
    if (inside
        && map.at(at - 1) == Region.COMMENT
        && Character.isLetter(text.charAt(at - 1))
        && !text.substring(at, line.end()).contains("*/")) {
      found.add(new Cut(at, line.end()));
    }
  }

  /// Behind a letter; the closing quote stays, as editors write it together with the opening one.
  private void addString(Line line, int at, List<Cut> found) {
    if (at == line.end()
        || map.at(at - 1) != Region.STRING
        || map.at(at) != Region.STRING
        || !Character.isLetter(text.charAt(at - 1))) {
      return;
    }
    int end = at;
    while (end < line.end() && map.at(end) == Region.STRING) {
      end++;
    }
    if (text.charAt(end - 1) == '"' && !text.startsWith("\"\"\"", Math.max(0, end - 3))) {
      found.add(new Cut(at, end - 1));
    }
  }

  private void addEnd(Line line, List<Cut> found) {
    char last = text.charAt(line.end() - 1);
    if ((last == ';' || last == '}') && map.isCode(line.end() - 1)) {
      found.add(new Cut(line.end(), line.end()));
    }
  }

  /// A border of words with more than closing brackets behind it.
  private void addBorder(Line line, int at, List<Cut> found) {
    String rest = text.substring(at, line.end());
    if (!rest.isEmpty()
        && map.isCode(at - 1)
        && map.isCode(at)
        && Lexicon.isNamePart(text.charAt(at - 1)) != Lexicon.isNamePart(text.charAt(at))
        && rest.chars().filter(c -> Lexicon.isNamePart((char) c)).count()
            >= FEWEST_WORD_CHARS_BEHIND) {
      found.add(new Cut(at, at));
    }
  }
}
