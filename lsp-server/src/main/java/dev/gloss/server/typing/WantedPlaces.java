package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexer.Region;
import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.typing.JavaFile.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds in a Java file the places at which a text is wanted: what is cut out there is the rest of
/// the line, or the lines of a block.
final class WantedPlaces {
  /// A shorter rest is typed faster than it is looked at.
  private static final int SHORTEST_REST = 3;

  private static final int FEWEST_BLOCK_LINES = 2;
  private static final int MOST_BLOCK_LINES = 12;
  private static final Set<String> NO_CALLS =
      Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "return", "assert");

  private final String text;
  private final CodeMap map;
  private final List<Line> lines;

  WantedPlaces(JavaFile file) {
    this.text = file.text();
    this.map = new CodeMap(text);
    this.lines = file.codeLines(map);
  }

  /// All places of a kind, in order.
  List<Cut> of(PlaceKind kind) {
    List<Cut> found = new ArrayList<>();
    for (Line line : lines) {
      if (kind == PlaceKind.BLOCK) {
        addBlock(line, found);
        continue;
      }
      for (int at = line.start(); at <= line.end() - SHORTEST_REST; at++) {
        if (is(kind, line, at)) {
          found.add(new Cut(at, line.end()));
        }
      }
    }
    return found;
  }

  private boolean is(PlaceKind kind, Line line, int at) {
    if (kind == PlaceKind.LINE_START || at == line.start()) {
      return kind == PlaceKind.LINE_START && at == line.start();
    }
    if (!map.isCode(at - 1) || map.at(at) == Region.COMMENT) {
      return false;
    }
    return switch (kind) {
      case AFTER_DOT -> isAfterDot(line, at);
      case IN_WORD -> isInWord(at);
      case ARGUMENTS -> isArgument(line, at);
      case RIGHT_SIDE -> isRightSide(line, at);
      case OTHER ->
          isBorder(at) && !isAfterDot(line, at) && !isArgument(line, at) && !isRightSide(line, at);
      default -> false;
    };
  }

  private boolean isAfterDot(Line line, int at) {
    return text.charAt(at - 1) == '.'
        && Character.isJavaIdentifierStart(text.charAt(at))
        && (at - 1 == line.start()
            || Lexicon.isNamePart(text.charAt(at - 2))
            || ")]>\"".indexOf(text.charAt(at - 2)) >= 0);
  }

  private boolean isInWord(int at) {
    return Lexicon.isNamePart(text.charAt(at - 1))
        && Lexicon.isNamePart(text.charAt(at))
        && Character.isLetter(text.charAt(at));
  }

  private boolean isArgument(Line line, int at) {
    char before = text.charAt(at - 1);
    if (Character.isWhitespace(text.charAt(at))) {
      return false;
    }
    if (before == '(') {
      String word = wordBefore(line, at - 1);
      return !word.isEmpty() && !NO_CALLS.contains(word) && text.charAt(at) != ')';
    }
    return before == ' ' && text.charAt(at - 2) == ',' && isInBrackets(line, at);
  }

  private String wordBefore(Line line, int end) {
    int start = end;
    while (start > line.start() && Lexicon.isNamePart(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end);
  }

  private boolean isInBrackets(Line line, int end) {
    int depth = 0;
    for (int at = line.start(); at < end; at++) {
      if (map.isCode(at)) {
        depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
      }
    }
    return depth > 0;
  }

  private boolean isRightSide(Line line, int at) {
    String code = text.substring(line.start(), at);
    return code.equals("return ")
        || (code.endsWith("= ")
            && code.length() > 3
            && "=<>!".indexOf(code.charAt(code.length() - 3)) < 0);
  }

  private boolean isBorder(int at) {
    char c = text.charAt(at);
    return !Character.isWhitespace(c)
        && !(Lexicon.isNamePart(text.charAt(at - 1)) && Lexicon.isNamePart(c));
  }

  private void addBlock(Line opening, List<Cut> found) {
    if (text.charAt(opening.end() - 1) != '{' || !map.isCode(opening.end() - 1)) {
      return;
    }
    int close = closing(opening.end());
    if (close < 0) {
      return;
    }
    Cut inside = stripped(opening.end(), close);
    long feeds =
        text.substring(inside.start(), inside.end()).chars().filter(c -> c == '\n').count();
    boolean closesOwnLine = text.substring(inside.end(), close).indexOf('\n') >= 0;
    boolean opensOwnLine = text.substring(opening.end(), inside.start()).indexOf('\n') >= 0;
    if (closesOwnLine
        && opensOwnLine
        && map.isCode(inside.start())
        && feeds + 1 >= FEWEST_BLOCK_LINES
        && feeds + 1 <= MOST_BLOCK_LINES) {
      found.add(inside);
    }
  }

  private Cut stripped(int start, int end) {
    int first = start;
    int last = end;
    while (first < last && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return new Cut(first, last);
  }

  /// Offset of the brace that closes the one before `from`; -1 where it is not closed.
  private int closing(int from) {
    int depth = 1;
    for (int at = from; at < text.length(); at++) {
      if (map.isCode(at)) {
        depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
        if (depth == 0) {
          return at;
        }
      }
    }
    return -1;
  }
}
