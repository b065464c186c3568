package dev.gloss.server.context;

import dev.gloss.prompts.completion.CodeSpans;
import dev.gloss.prompts.completion.Lexer;
import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.work.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Which brace belongs to which, strings and comments passed over. Each character is looked at a
/// few times at most, whatever the text.
final class Brackets {
  private static final int POLL_PERIOD = 1 << 14;

  private Brackets() {}

  /// Two braces that belong together.
  ///
  /// @param open offset of the first
  /// @param close offset of the second
  record Pair(int open, int close) {}

  /// All pairs, in the order in which they open.
  static List<Pair> pairs(String text, Lexicon lexicon) {
    CodeSpans spans = new CodeSpans(text, lexicon);
    List<Pair> pairs = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    int poll = 0;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      if (i >= poll) {
        Workers.poll();
        poll = i + POLL_PERIOD;
      }
      next = spans.next(i);
      char c = text.charAt(i);
      if (spans.region() != Lexer.Region.CODE) {
        continue;
      }
      if (c == '{') {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        pairs.add(new Pair(open.pop(), i));
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::open));
    return pairs;
  }
}
