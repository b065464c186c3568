package dev.gloss.inference.tokenizer;

/// Isolates white space before the end of a line or of the piece: `\s+$`, which a
/// regular-expression engine tries anew at every space of a long run.
///
/// `$` is Oniguruma's: before each line feed and at the very end.
record TrailingWhitespace() implements SplitStep {

  @Override
  public void split(char[] text, int from, int to, IntList ends) {
    int gap = from;
    int at = from;
    while (at < to) {
      if (!Whitespace.is(text[at])) {
        at++;
        continue;
      }
      int run = Whitespace.runEnd(text, at, to);
      int end = run == to ? to : lastLineFeed(text, at, run);
      if (end > at) {
        if (at > gap) {
          ends.add(at);
        }
        ends.add(end);
        gap = end;
      }
      at = run;
    }
    if (gap < to) {
      ends.add(to);
    }
  }

  private static int lastLineFeed(char[] text, int from, int to) {
    int at = to - 1;
    while (at > from && text[at] != '\n') {
      at--;
    }
    return at;
  }
}
