package dev.gloss.server.context;

import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.work.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions in languages where indentation makes the block: a `def` line and the deeper lines
/// after it. Each line is looked at once.
final class IndentedBlocks {
  private static final Set<String> WORDS = Set.of("def", "proc", "func", "fun", "let");

  private final String text;
  private final List<CodeRegion> found = new ArrayList<>();
  private final Deque<Head> open = new ArrayDeque<>();

  /// End of the last line that was not blank.
  private int lastEnd;

  /// A function whose end is not known yet.
  ///
  /// @param depth blanks in front of it
  private record Head(int start, int depth, String name) {}

  private IndentedBlocks(String text) {
    this.text = text;
  }

  /// All of them, in the order in which they begin.
  static List<CodeRegion> all(String text) {
    IndentedBlocks blocks = new IndentedBlocks(text);
    int start = 0;
    while (start < text.length()) {
      Workers.poll();
      int end = lineEnd(text, start);
      blocks.line(start, end);
      start = end + 1;
    }
    blocks.close(0);
    blocks.found.sort(Comparator.comparingInt(CodeRegion::start));
    return blocks.found;
  }

  private void line(int start, int lineEnd) {
    int first = Words.afterBlanks(text, start, lineEnd);
    if (first == lineEnd) {
      return;
    }
    // A bracket that closes a head over many lines ends no block, however deep it stands.
    if (text.charAt(first) != ')') {
      close(first - start);
    }
    lastEnd = lineEnd;
    String name = name(first, lineEnd);
    if (name != null) {
      open.push(new Head(first, first - start, name));
    }
  }

  /// Ends the functions that are as deep as that or deeper.
  private void close(int depth) {
    while (!open.isEmpty() && open.peek().depth() >= depth) {
      Head head = open.pop();
      found.add(new CodeRegion(head.start(), lastEnd, head.name()));
    }
  }

  /// The name of the function whose head begins there; null when none does.
  private @Nullable String name(int first, int lineEnd) {
    int end = Words.wordEnd(text, first, lineEnd);
    int at = first;
    if (text.substring(at, end).equals("async")) {
      at = Words.afterBlanks(text, end, lineEnd);
      end = Words.wordEnd(text, at, lineEnd);
    }
    if (!WORDS.contains(text.substring(at, end))) {
      return null;
    }
    int name = Words.afterBlanks(text, end, lineEnd);
    int nameEnd = name;
    while (nameEnd < lineEnd
        && (Lexicon.isNamePart(text.charAt(nameEnd)) || text.charAt(nameEnd) == '.')) {
      nameEnd++;
    }
    return name == end || name == nameEnd ? null : text.substring(name, nameEnd);
  }

  /// Before the line's LF, CR LF or CR.
  private static int lineEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }
}
