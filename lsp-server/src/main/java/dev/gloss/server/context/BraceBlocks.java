package dev.gloss.server.context;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions in languages with braces, guessed from the text: a `{` whose head, up to the statement
/// before it, looks like the head of a function.
///
/// Strings and comments are passed over in the way that C, JavaScript, Go, Rust and their kin
/// share.
final class BraceBlocks {
  private static final Pattern CALL =
      Pattern.compile("([\\p{Alnum}_$~]+)\\s*(?:<[^(){}]*>)?\\s*\\(");
  private static final Pattern ARROW =
      Pattern.compile("(?:const|let|var|val)\\s+([\\p{Alnum}_$]+)[^;]*=>\\s*$", Pattern.DOTALL);

  /// What stands before a bracket that is not the parameters': Go's receiver.
  private static final Set<String> FUNCTION_WORDS = Set.of("func", "function", "fn", "fun");

  private static final Set<String> NOT_FUNCTIONS =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "match",
          "when",
          "with",
          "using",
          "foreach",
          "lock",
          "synchronized");

  private BraceBlocks() {}

  static Optional<CodeRegion> enclosing(String text, int offset) {
    int[] partner = Brackets.partners(text);
    Optional<CodeRegion> best = Optional.empty();
    for (int open = 0; open < text.length(); open++) {
      if (text.charAt(open) == '{' && partner[open] > open && partner[open] + 1 >= offset) {
        Optional<CodeRegion> function = function(text, open, partner[open] + 1);
        if (function.isPresent() && lineStart(text, function.get().start()) <= offset) {
          best = function;
        }
      }
    }
    return best;
  }

  private static Optional<CodeRegion> function(String text, int open, int end) {
    int start = headStart(text, open);
    String head = text.substring(start, open);
    Matcher arrow = ARROW.matcher(head);
    if (arrow.find()) {
      return Optional.of(new CodeRegion(start, end, arrow.group(1)));
    }
    return CALL.matcher(head)
        .results()
        .map(call -> call.group(1))
        .filter(name -> !FUNCTION_WORDS.contains(name))
        .findFirst()
        .filter(name -> !NOT_FUNCTIONS.contains(name))
        .map(name -> new CodeRegion(start, end, name));
  }

  /// After the last `;`, `{` or `}` before the brace, or the last blank line.
  private static int headStart(String text, int open) {
    int start = open;
    while (start > 0
        && ";{}".indexOf(text.charAt(start - 1)) < 0
        && !text.startsWith("\n\n", start - 1)) {
      start--;
    }
    start = afterBlanks(text, start, open);
    while (start < open
        && (text.startsWith("//", start)
            || text.startsWith("#[", start)
            || text.startsWith("@", start))) {
      int feed = text.indexOf('\n', start);
      start = afterBlanks(text, feed < 0 || feed > open ? open : feed, open);
    }
    if (text.startsWith("/*", start)) {
      int close = text.indexOf("*/", start);
      start = close < 0 || close > open ? open : afterBlanks(text, close + 2, open);
    }
    return start;
  }

  private static int afterBlanks(String text, int from, int to) {
    int i = from;
    while (i < to && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int lineStart(String text, int from) {
    return text.lastIndexOf('\n', Math.max(0, from - 1)) + 1;
  }
}
