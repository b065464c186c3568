package dev.gloss.inference.tokenizer;

import java.nio.CharBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Isolates the matches of an expression that has no hand-written form here.
///
/// Files mean Oniguruma's expressions. Java's have the same meaning for what tokenizers use, given
/// Unicode classes, `$` at every line feed and no other line ends; what is spelled alike and means
/// something else is refused. How long a match takes is up to the expression.
final class RegexSplit implements SplitStep {
  private static final int FLAGS =
      Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES | Pattern.MULTILINE;

  /// POSIX brackets, and the letters after a backslash that the two engines read differently.
  private static final Pattern OTHER_MEANING =
      Pattern.compile("\\[\\[?\\^?:|(?<!\\\\)(?:\\\\\\\\)*\\\\[hHKgGkyYOXRNZ]");

  private final Pattern pattern;

  private RegexSplit(Pattern pattern) {
    this.pattern = pattern;
  }

  /// Compiles the expression, or null when Java's engine does not read it the way the file means
  /// it.
  static @Nullable RegexSplit compile(String regex) {
    if (OTHER_MEANING.matcher(regex).find()) {
      return null;
    }
    try {
      return new RegexSplit(Pattern.compile(regex, FLAGS));
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  @Override
  public void split(char[] text, int from, int to, IntList ends) {
    Matcher matcher = pattern.matcher(CharBuffer.wrap(text, from, to - from));
    int gap = from;
    while (matcher.find()) {
      int start = from + matcher.start();
      int end = from + matcher.end();
      if (start > gap) {
        ends.add(start);
        gap = start;
      }
      if (end > gap) {
        ends.add(end);
        gap = end;
      }
    }
    if (gap < to) {
      ends.add(to);
    }
  }
}
