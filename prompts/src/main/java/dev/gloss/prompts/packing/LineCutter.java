package dev.gloss.prompts.packing;

import dev.gloss.inference.Tokenizer;

/// Cuts a text to a budget of tokens at line borders, keeping its head.
///
/// The work is bounded by the budget, not by the text: lines are encoded one by one until the
/// budget is spent. Thread-safe.
public final class LineCutter {
  /// A text longer than this many characters a token of budget is not looked at any further. One
  /// token can stand for a hundred blanks, but code has 3 to 4 characters a token.
  static final int MAX_CHARS_PER_TOKEN = 16;

  private final Tokenizer tokenizer;

  /// A cutter that measures with this tokenizer.
  public LineCutter(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// Tokens of a text.
  public int tokens(String text) {
    return text.isEmpty() ? 0 : tokenizer.encodeText(text).length;
  }

  /// The longest head of whole lines that has at most `budget` tokens. A first line that is longer
  /// than the budget is cut inside, between code points.
  ///
  /// @param budget tokens; nothing is left at 0 or below
  public String head(String text, int budget) {
    if (budget <= 0) {
      return "";
    }
    int end = 0;
    int spent = 0;
    int limit = (int) Math.min(text.length(), (long) budget * MAX_CHARS_PER_TOKEN);
    while (end < text.length()) {
      int next = Lines.endAfter(text, end);
      if (next > limit) {
        break;
      }
      int cost = tokens(text.substring(end, next));
      if (spent + cost > budget) {
        break;
      }
      spent += cost;
      end = next;
    }
    if (end == 0) {
      return headOfLine(text.substring(0, Math.min(Lines.endAfter(text, 0), limit)), budget);
    }
    // Lines encoded together can take a token more than one by one.
    while (end > 0 && tokens(text.substring(0, end)) > budget) {
      end = Lines.startAt(text, end - 1);
    }
    return text.substring(0, end);
  }

  private String headOfLine(String line, int budget) {
    int length = line.length();
    while (length > 0) {
      int cost = tokens(line.substring(0, length));
      if (cost <= budget) {
        break;
      }
      length =
          Lines.wholeCodePoint(line, (int) Math.min(length - 1L, (long) length * budget / cost));
    }
    return line.substring(0, length);
  }
}
