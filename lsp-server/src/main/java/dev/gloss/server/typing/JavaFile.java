package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexer.Region;
import dev.gloss.prompts.completion.Lexicon;
import java.util.ArrayList;
import java.util.List;

/// A Java file in which people type.
///
/// @param name of the file within its group, for reports
/// @param uri of the file
/// @param text its text
public record JavaFile(String name, String uri, String text) {
  /// Longer lines are seldom typed by people.
  private static final int LONGEST_LINE = 120;

  private static final int FEWEST_WORD_CHARS = 3;

  /// A line's code: from the first character behind the indentation to the last one.
  ///
  /// @param start offset of the first
  /// @param end offset behind the last
  record Line(int start, int end) {}

  /// All lines with something behind the indentation, in order.
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      Line line = trimmed(start, end);
      if (line.start() < line.end()) {
        lines.add(line);
      }
      start = end + 1;
    }
    return lines;
  }

  /// Lines of code alone: no comments, imports, brackets alone.
  List<Line> codeLines(CodeMap map) {
    return lines().stream().filter(line -> isCode(line, map)).toList();
  }

  private Line trimmed(int start, int end) {
    int first = start;
    int last = end;
    while (first < last && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return new Line(first, last);
  }

  private boolean isCode(Line line, CodeMap map) {
    String code = text.substring(line.start(), line.end());
    return map.isCode(line.start())
        && map.at(line.end() - 1) != Region.COMMENT
        && code.length() <= LONGEST_LINE
        && !code.startsWith("import ")
        && !code.startsWith("package ")
        && code.chars().filter(c -> Lexicon.isNamePart((char) c)).count() >= FEWEST_WORD_CHARS;
  }
}
