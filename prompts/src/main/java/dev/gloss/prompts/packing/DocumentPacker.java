package dev.gloss.prompts.packing;

import dev.gloss.inference.Tokenizer;

/// Picks the window of a document around the cursor that fits a budget of tokens.
///
/// What does not fit is cut at line borders, farthest from the cursor first. The suffix gets at
/// most a quarter of the budget; what one side leaves unused goes to the other.
///
/// **The window's start is stable while someone types.** The cache can reuse a prompt only as far
/// as its tokens are the same as before, so a start that slides with each keystroke would have all
/// of the prefix computed anew. Therefore the start is not the earliest line that fits, but the
/// earliest *grid line* that fits: for every multiple of the grid step `G` (in characters from the
/// document's start) the first line that begins at or after it. `G` is as many characters as three
/// quarters of the budget are tokens, so about a quarter of a full window of code at 3 to 4
/// characters a token, and depends on the budget alone. Typing at the cursor moves no offset before
/// it, hence no grid line, and pushes the start on by one grid line only after about `G` typed
/// characters. The price is a prefix that is on average half a step (an eighth) shorter than it
/// could be. For the same reason the suffix's share is rounded up when the prefix's is computed, so
/// a typed bracket that the editor closes by itself seldom moves the start.
///
/// Lines longer than a step are cut at multiples of `G` inside them. Where nothing fits (a tiny
/// budget, text of many tokens a character) the step is divided by four until something does.
///
/// Measured are real tokens, but only of text near the cursor: the work is bounded by the budget
/// and does not grow with the document. Thread-safe.
public final class DocumentPacker {
  private static final int SUFFIX_SHARE = 4;
  private static final int SUFFIX_ROUNDING = 32;

  private final LineCutter cutter;

  /// A packer that measures with this tokenizer.
  public DocumentPacker(Tokenizer tokenizer) {
    this.cutter = new LineCutter(tokenizer);
  }

  /// The window around `cursor` whose prefix and suffix have at most `budget` tokens together.
  ///
  /// @param document the whole text
  /// @param cursor offset in UTF-16 units
  /// @param budget tokens for prefix and suffix, the layout's own tokens not included
  /// @throws IllegalArgumentException if the cursor lies outside of the document
  public Window pack(String document, int cursor, int budget) {
    if (cursor < 0 || cursor > document.length()) {
      throw new IllegalArgumentException(
          "cursor " + cursor + ": expected 0 to " + document.length() + ", the document's length");
    }
    int quarter = Math.max(0, budget / SUFFIX_SHARE);
    String suffix = suffix(document, cursor, quarter);
    boolean wholeSuffix = cursor + suffix.length() == document.length();
    int suffixTokens = cutter.tokens(suffix);
    int reserved = wholeSuffix ? Math.min(quarter, roundUp(suffixTokens, budget)) : quarter;

    int start = prefixStart(document, cursor, budget - reserved, budget - quarter);
    String prefix = document.substring(start, cursor);
    int prefixTokens = cutter.tokens(prefix);
    if (start == 0 && !wholeSuffix) {
      suffix = suffix(document, cursor, budget - prefixTokens);
      suffixTokens = cutter.tokens(suffix);
    }
    int end = cursor + suffix.length();
    return new Window(start, cursor, end, prefix, suffix, prefixTokens, suffixTokens);
  }

  /// Tokens of a text.
  public int tokens(String text) {
    return cutter.tokens(text);
  }

  /// The same window with a suffix of so many tokens at most.
  public Window withSuffix(Window window, int tokens) {
    if (window.suffixTokens() <= tokens) {
      return window;
    }
    String suffix = cutter.head(window.suffix(), tokens);
    return new Window(
        window.start(),
        window.cursor(),
        window.cursor() + suffix.length(),
        window.prefix(),
        suffix,
        window.prefixTokens(),
        cutter.tokens(suffix));
  }

  private String suffix(String document, int cursor, int budget) {
    long reach = cursor + (long) Math.max(0, budget) * LineCutter.MAX_CHARS_PER_TOKEN;
    int end = (int) Math.min(document.length(), reach + 1);
    return cutter.head(document.substring(cursor, end), budget);
  }

  private static int roundUp(int tokens, int budget) {
    int step = Math.max(1, budget / SUFFIX_ROUNDING);
    return (tokens + step - 1) / step * step;
  }

  private int prefixStart(String document, int cursor, int budget, int firstStep) {
    for (int step = firstStep; step > 0; step /= 4) {
      int start = earliestGridLine(document, cursor, budget, step);
      if (start < cursor) {
        return start;
      }
    }
    return cursor;
  }

  /// Goes from the cursor towards the document's start, one grid line at a time, and stops before
  /// the tokens of the pieces exceed the budget; returns `cursor` when not even one step fits.
  private int earliestGridLine(String document, int cursor, int budget, int step) {
    long reach = Math.max(0, cursor - (long) budget * LineCutter.MAX_CHARS_PER_TOKEN);
    int start = cursor;
    int spent = 0;
    for (long multiple = cursor / step * (long) step; multiple >= reach; multiple -= step) {
      int line = gridLine(document, cursor, (int) multiple);
      if (line < start) {
        spent += cutter.tokens(document.substring(line, start));
        if (spent > budget) {
          break;
        }
        start = line;
      }
    }
    return withinBudget(document, start, cursor, budget, step);
  }

  /// The first line that begins at or after `multiple`, or `multiple` itself where the cursor's own
  /// line began before it.
  private static int gridLine(String document, int cursor, int multiple) {
    if (multiple == 0) {
      return 0;
    }
    int line = Lines.endAfter(document, multiple - 1);
    boolean inCursorLine = line > cursor || (line == cursor && document.charAt(line - 1) != '\n');
    return inCursorLine ? Lines.wholeCodePoint(document, multiple) : line;
  }

  /// Text encoded as a whole can take a token more than in pieces: then the next grid line it is.
  private int withinBudget(String document, int start, int cursor, int budget, int step) {
    int from = start;
    while (from < cursor && cutter.tokens(document.substring(from, cursor)) > budget) {
      int next = cursor;
      for (long multiple = from / step * (long) step + step; multiple < cursor; multiple += step) {
        int line = gridLine(document, cursor, (int) multiple);
        if (line > from) {
          next = line;
          break;
        }
      }
      from = next;
    }
    return from;
  }
}
