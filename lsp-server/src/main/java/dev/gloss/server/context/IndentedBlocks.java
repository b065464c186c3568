package dev.gloss.server.context;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions in languages where indentation makes the block: a `def` line and the deeper lines
/// after it.
final class IndentedBlocks {
  private static final Pattern HEAD =
      Pattern.compile("^\\s*(?:async\\s+)?(?:def|proc|func|fun|let)\\s+([\\w.]+)");

  private IndentedBlocks() {}

  static Optional<CodeRegion> enclosing(String text, int offset) {
    List<String> lines = text.lines().toList();
    Optional<CodeRegion> best = Optional.empty();
    int start = 0;
    for (int i = 0; i < lines.size() && start <= offset; i++) {
      String line = lines.get(i);
      Matcher head = HEAD.matcher(line);
      if (head.find()) {
        int end = end(text, lines, i, start);
        if (offset <= end) {
          best = Optional.of(new CodeRegion(start + indentation(line), end, head.group(1)));
        }
      }
      start = nextLine(text, start);
    }
    return best;
  }

  /// End of the last line that is deeper than the head.
  private static int end(String text, List<String> lines, int head, int headStart) {
    int depth = indentation(lines.get(head));
    int start = headStart;
    int end = headStart + lines.get(head).length();
    for (int i = head + 1; i < lines.size(); i++) {
      start = nextLine(text, start);
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      if (indentation(line) <= depth && !line.strip().startsWith(")")) {
        break;
      }
      end = start + line.length();
    }
    return end;
  }

  private static int nextLine(String text, int start) {
    int feed = text.indexOf('\n', start);
    return feed < 0 ? text.length() + 1 : feed + 1;
  }

  private static int indentation(String line) {
    int i = 0;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
      i++;
    }
    return i;
  }
}
