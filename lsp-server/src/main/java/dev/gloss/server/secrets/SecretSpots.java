package dev.gloss.server.secrets;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Where the secrets of a text are. Most kinds lie within a line, so that after an edit only the
/// lines around it are looked at again; keys over several lines are looked for in all of the text,
/// which is quick where there are none. Immutable.
public final class SecretSpots {
  private static final char STAR = '*';

  private static final List<SecretFinder> OVER_LINES = List.of(new KeyBlocks(), new PuttyKeys());

  private static final List<SecretFinder.InLines> IN_LINES =
      List.of(new TokenFinder(), new UrlPasswords(), new Authorizations(), new NamedSecrets());

  private final long[] inLines;
  private final long[] overLines;

  private SecretSpots(long[] inLines, long[] overLines) {
    this.inLines = inLines;
    this.overLines = overLines;
  }

  /// The secrets of a text.
  ///
  /// @param text all of a document, with line ends of any kind
  public static SecretSpots of(String text) {
    return new SecretSpots(inLines(text, 0, text.length()), overLines(text));
  }

  /// The secrets of the text after an edit: those that [#of] finds in it.
  ///
  /// @param text all of it after the edit
  /// @param from up to where the texts are the same
  /// @param oldTo from where on the text before was the same as after
  /// @param newTo where that begins now
  public SecretSpots after(String text, int from, int oldTo, int newTo) {
    int start = text.lastIndexOf('\n', from - 1) + 1;
    int feed = text.indexOf('\n', newTo);
    int end = feed < 0 ? text.length() : feed + 1;
    int shift = newTo - oldTo;
    LongStream before = Arrays.stream(inLines).takeWhile(part -> start(part) < start);
    LongStream around = Arrays.stream(inLines(text, start, end));
    LongStream behind =
        Arrays.stream(inLines)
            .dropWhile(part -> start(part) < end - shift)
            .map(part -> part(start(part) + shift, end(part) + shift));
    long[] all = LongStream.concat(LongStream.concat(before, around), behind).toArray();
    return new SecretSpots(all, overLines(text));
  }

  private static long[] inLines(String text, int from, int to) {
    Cover cover = new Cover();
    IN_LINES.forEach(finder -> finder.find(text, from, to, cover));
    return cover.parts();
  }

  private static long[] overLines(String text) {
    Cover cover = new Cover();
    OVER_LINES.forEach(finder -> finder.find(text, cover));
    return cover.parts();
  }

  /// The text with a star on each character of a secret, line ends aside; the same object where
  /// there is none.
  ///
  /// @param text the one whose secrets these are
  public String covered(String text) {
    if (inLines.length + overLines.length == 0) {
      return text;
    }
    StringBuilder covered = new StringBuilder(text);
    LongStream.concat(Arrays.stream(inLines), Arrays.stream(overLines))
        .forEach(part -> cover(covered, start(part), end(part)));
    return covered.toString();
  }

  private static void cover(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r') {
        text.setCharAt(i, STAR);
      }
    }
  }

  private static long part(int start, int end) {
    return (long) start << 32 | end;
  }

  private static int start(long part) {
    return (int) (part >>> 32);
  }

  private static int end(long part) {
    return (int) part;
  }
}
