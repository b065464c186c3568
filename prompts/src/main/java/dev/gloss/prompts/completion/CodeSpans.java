package dev.gloss.prompts.completion;

import java.util.Arrays;

/// What the parts of a whole text belong to. Unlike a [Lexer] alone, which may be in the middle of
/// what somebody types, it looks ahead: quotes that nothing closes are code. Each character is
/// looked at a few times at most.
///
/// Mutable; one thread at a time.
public final class CodeSpans {
  private final String text;
  private final Lexicon lexicon;
  private Lexer lexer;
  private Lexer.Region region = Lexer.Region.CODE;

  /// By the first character of quotes, up to where nothing closes them: those in between open
  /// nothing.
  private final int[] barren = new int[128];

  /// The same for quotes of strings over several lines.
  private final int[] barrenLong = new int[128];

  /// A walk over a text, from its start on.
  public CodeSpans(String text, Lexicon lexicon) {
    this.text = text;
    this.lexicon = lexicon;
    this.lexer = new Lexer(lexicon);
  }

  /// The regions of all characters of a text.
  public static Lexer.Region[] of(String text, Lexicon lexicon) {
    Lexer.Region[] regions = new Lexer.Region[text.length()];
    CodeSpans spans = new CodeSpans(text, lexicon);
    for (int at = 0; at < text.length(); ) {
      int next = spans.next(at);
      Arrays.fill(regions, at, next, spans.region());
      at = next;
    }
    return regions;
  }

  /// The place after the string or comment that begins at `at`, else after that character.
  ///
  /// @param at where the walk is
  public int next(int at) {
    region = Lexer.Region.CODE;
    char first = text.charAt(at);
    int[] known = isLongQuote(at) ? barrenLong : barren;
    if (first < 128 && at < known[first]) {
      return at + 1;
    }
    int end = lexer.step(text, at);
    region = lexer.region();
    int last = end;
    boolean unclosed = false;
    while (!lexer.inCode() && end < text.length()) {
      last = end;
      end = lexer.step(text, end);
      unclosed |= lexer.isBroken();
    }
    if (unclosed || lexer.inString()) {
      known[first] = end;
      lexer = new Lexer(lexicon);
      region = Lexer.Region.CODE;
      return at + 1;
    }
    // A comment's line end is none of it.
    return region == Lexer.Region.COMMENT && lexer.region() == Lexer.Region.CODE ? last : end;
  }

  private boolean isLongQuote(int at) {
    for (String quote : lexicon.longQuotes()) {
      if (text.startsWith(quote, at)) {
        return true;
      }
    }
    return false;
  }

  /// What the last step walked over.
  public Lexer.Region region() {
    return region;
  }
}
