package dev.gloss.server.context;

import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.work.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Functions in languages with braces, guessed from the text: a `{` whose head, up to the statement
/// before it, looks like the head of a function.
final class BraceBlocks {
  /// No function's head is longer; what is, is data.
  private static final int LONGEST_HEAD = 4000;

  private BraceBlocks() {}

  /// All of them, in the order in which they begin.
  static List<CodeRegion> all(String text, Lexicon lexicon) {
    List<CodeRegion> functions = new ArrayList<>();
    for (Brackets.Pair braces : Brackets.pairs(text, lexicon)) {
      Workers.poll();
      function(text, braces.open(), braces.close() + 1).ifPresent(functions::add);
    }
    return functions;
  }

  private static Optional<CodeRegion> function(String text, int open, int end) {
    int before = endOfStatementBefore(text, open);
    if (before < 0) {
      return Optional.empty();
    }
    int start = start(text, before, open);
    return BraceHead.name(text.substring(start, open))
        .map(name -> new CodeRegion(start, end, name));
  }

  /// After the last `;`, `{` or `}` before the brace, or the last blank line; -1 where that is too
  /// far.
  private static int endOfStatementBefore(String text, int open) {
    int start = open;
    while (start > 0
        && ";{}".indexOf(text.charAt(start - 1)) < 0
        && !text.startsWith("\n\n", start - 1)) {
      start--;
      if (open - start > LONGEST_HEAD) {
        return -1;
      }
    }
    return start;
  }

  /// After comments and annotations.
  private static int start(String text, int from, int open) {
    String head = text.substring(from, open);
    int start = Words.afterBlanks(head, 0, head.length());
    while (head.startsWith("//", start)
        || head.startsWith("#[", start)
        || head.startsWith("@", start)) {
      int feed = head.indexOf('\n', start);
      start = feed < 0 ? head.length() : Words.afterBlanks(head, feed, head.length());
    }
    if (head.startsWith("/*", start)) {
      int close = head.indexOf("*/", start);
      start = close < 0 ? head.length() : Words.afterBlanks(head, close + 2, head.length());
    }
    return from + start;
  }
}
