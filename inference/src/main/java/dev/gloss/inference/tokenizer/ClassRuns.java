package dev.gloss.inference.tokenizer;

/// Isolates runs of a class of characters: `[class]`, `[class]+`, `[class]{1,n}`, each with `\s?`
/// or a single optional space in front if wanted.
///
/// @param lead what may stand once before a run and belongs to it
/// @param members the class
/// @param limit the most members a run takes
record ClassRuns(Lead lead, CodePointClass members, int limit) implements SplitStep {

  /// What may stand before a run.
  enum Lead {
    NOTHING,
    SPACE,
    WHITESPACE;

    boolean admits(char c) {
      return switch (this) {
        case NOTHING -> false;
        case SPACE -> c == ' ';
        case WHITESPACE -> Whitespace.is(c);
      };
    }
  }

  @Override
  public void split(char[] text, int from, int to, IntList ends) {
    int gap = from;
    int at = from;
    while (at < to) {
      int end = matchEnd(text, at, to);
      if (end == at) {
        at += Character.isHighSurrogate(text[at]) ? 2 : 1;
        continue;
      }
      if (at > gap) {
        ends.add(at);
      }
      ends.add(end);
      gap = end;
      at = end;
    }
    if (gap < to) {
      ends.add(to);
    }
  }

  private int matchEnd(char[] text, int at, int to) {
    if (lead != Lead.NOTHING && lead.admits(text[at])) {
      int end = members.runEnd(text, at + 1, to, limit);
      if (end > at + 1) {
        return end;
      }
    }
    return members.runEnd(text, at, to, limit);
  }
}
