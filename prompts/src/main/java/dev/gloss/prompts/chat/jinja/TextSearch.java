package dev.gloss.prompts.chat.jinja;

/// Finds one text in another, in time that grows with both and never with their product: by Knuth,
/// Morris and Pratt where the text that is looked for is long.
final class TextSearch {
  /// Up to here the virtual machine's own search is the faster one, also at its worst.
  private static final int SHORT = 16;

  private final String text;
  private final String wanted;

  /// Tables of borders, to search forward and backward; empty where they are not needed (yet).
  private int[] forward = {};

  private int[] backward = {};

  /// Counts both texts, which suffices for one walk over all occurrences.
  TextSearch(MarkedText text, MarkedText wanted, Budget budget) {
    this.text = text.text();
    this.wanted = wanted.text();
    long both = (long) text.units() + wanted.units();
    budget.work(wanted.units() <= SHORT ? both : 2 * both);
  }

  /// Offset of the first occurrence that begins at `from` or later; -1 where there is none.
  int next(int from) {
    if (wanted.length() <= SHORT) {
      return text.indexOf(wanted, from);
    }
    if (forward.length == 0) {
      forward = borders(false);
    }
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      matched = read(forward, matched, text.charAt(i), false);
      if (matched == wanted.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }

  /// Offset of the last occurrence that ends at `end` or before; -1 where there is none.
  int last(int end) {
    if (wanted.length() > end) {
      return -1;
    }
    if (wanted.length() <= SHORT) {
      return text.lastIndexOf(wanted, end - wanted.length());
    }
    if (backward.length == 0) {
      backward = borders(true);
    }
    int matched = 0;
    for (int i = end - 1; i >= 0; i--) {
      matched = read(backward, matched, text.charAt(i), true);
      if (matched == wanted.length()) {
        return i;
      }
    }
    return -1;
  }

  /// For each beginning of what is wanted how long the longest is that it also ends with.
  private int[] borders(boolean turned) {
    int[] borders = new int[wanted.length()];
    for (int i = 1; i < borders.length; i++) {
      borders[i] = read(borders, borders[i - 1], wanted(i, turned), turned);
    }
    return borders;
  }

  /// How much of what is wanted is matched after one more character.
  private int read(int[] borders, int before, char c, boolean turned) {
    int matched = before;
    while (matched > 0 && c != wanted(matched, turned)) {
      matched = borders[matched - 1];
    }
    return c == wanted(matched, turned) ? matched + 1 : matched;
  }

  private char wanted(int i, boolean turned) {
    return wanted.charAt(turned ? wanted.length() - 1 - i : i);
  }
}
