package dev.gloss.prompts.gate;

import dev.gloss.prompts.completion.CompletionSite;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What stands near a place: the words, and where the text before the cursor stands a second time.
///
/// Made once for a place; immutable.
final class Nearby {
  /// How much of a document is looked at, in chars: about what a model reads of it.
  private static final int BEFORE = 12_000;

  private static final int BEHIND = 6_000;

  /// A longer match says no more.
  private static final int LONGEST_MATCH = 200;

  /// A shorter one says nothing.
  private static final int SHORTEST_MATCH = 2;

  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]+");

  private final Set<String> words = new HashSet<>();
  private final String linePrefix;
  private int match;
  private String copied = "";

  Nearby(CompletionSite site) {
    String prefix = site.prefix();
    String suffix = site.suffix();
    String before = prefix.substring(Math.max(0, prefix.length() - BEFORE));
    String behind = suffix.substring(0, Math.min(suffix.length(), BEHIND));
    linePrefix = site.linePrefix();
    WORD.matcher(before).results().map(MatchResult::group).forEach(words::add);
    WORD.matcher(behind).results().map(MatchResult::group).forEach(words::add);
    search(before, before, before.length() - 1);
    search(behind, before, behind.length());
  }

  /// Characters before the cursor that stand elsewhere as well, where most do; 0 for none.
  int match() {
    return match;
  }

  /// What follows there, up to the end of its line.
  String copied() {
    return copied;
  }

  /// How many words of a text stand nowhere near.
  ///
  /// @param text goes on at the cursor
  int newWords(String text) {
    int start = linePrefix.length();
    while (start > 0 && isWordPart(linePrefix.charAt(start - 1))) {
      start--;
    }
    String begun = linePrefix.substring(start);
    return (int)
        WORD.matcher(begun + text)
            .results()
            .map(MatchResult::group)
            .distinct()
            .filter(word -> !words.contains(word))
            .count();
  }

  static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /// Later places win over earlier ones that match as far.
  private void search(String text, String context, int last) {
    if (context.length() < SHORTEST_MATCH) {
      return;
    }
    String tail = context.substring(context.length() - SHORTEST_MATCH);
    for (int at = text.indexOf(tail); at >= 0; at = text.indexOf(tail, at + 1)) {
      int end = at + tail.length();
      if (end > last) {
        return;
      }
      int length = agreement(text, end, context);
      if (length >= match) {
        match = length;
        int feed = text.indexOf('\n', end);
        copied = text.substring(end, feed < 0 ? text.length() : feed);
      }
    }
  }

  private static int agreement(String text, int end, String context) {
    int most = Math.min(LONGEST_MATCH, Math.min(end, context.length()));
    int length = 0;
    while (length < most
        && text.charAt(end - 1 - length) == context.charAt(context.length() - 1 - length)) {
      length++;
    }
    return length;
  }
}
