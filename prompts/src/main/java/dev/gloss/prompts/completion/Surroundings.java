package dev.gloss.prompts.completion;

import java.util.ArrayList;
import java.util.List;

/// The brackets around the cursor: which are open before it, and which of these the text after it
/// closes already. Immutable once made.
final class Surroundings {
  /// How far after the cursor closing brackets are looked for, in characters.
  private static final int REACH = 200_000;

  private record Closer(char opening, int indent, boolean leadsLine) {}

  private final BracketScan before;
  private final List<BracketScan.Opener> innermostFirst;
  private final boolean[] closed;

  /// @param before has walked over all that stands before the cursor
  Surroundings(CompletionSite site, BracketScan before) {
    this.before = before;
    this.innermostFirst = before.openers();
    this.closed = new boolean[innermostFirst.size()];
    match(closersAfter(site.suffix()));
  }

  /// A scan of what is written at the cursor.
  BracketScan scan() {
    return before.continuation();
  }

  /// Whether closing the `n`-th bracket from the inside (from 0) with `closer` is what the document
  /// lacks: it is open, of this kind, and nothing after the cursor closes it.
  boolean lacks(int n, char closer) {
    return n < closed.length
        && !closed[n]
        && innermostFirst.get(n).kind() == BracketScan.openingOf(closer);
  }

  private List<Closer> closersAfter(String suffix) {
    List<Closer> closers = new ArrayList<>();
    BracketScan scan = before.continuation();
    int end = Math.min(suffix.length(), REACH);
    boolean blank = before.isBlankLine();
    for (int at = 0; at < end && closers.size() < closed.length; ) {
      int next = scan.step(suffix, at);
      if (scan.isUnmatched()) {
        char opening = BracketScan.openingOf(scan.bracket());
        closers.add(new Closer(opening, scan.indent(), blank));
      }
      blank = scan.isBlankLine();
      at = next;
    }
    return closers;
  }

  /// Gives each closing bracket the innermost open one it can belong to; those passed over stay
  /// open.
  private void match(List<Closer> closers) {
    int from = unclosedInStatement(closers);
    for (Closer closer : closers) {
      for (int n = from; n < closed.length; n++) {
        if (belongs(n, closer)) {
          closed[n] = true;
          from = n + 1;
          break;
        }
      }
    }
  }

  /// In `a(b(|)` the one closing bracket belongs to the outer call: it was there first. Returns how
  /// many of the innermost brackets within a statement are open for good.
  private int unclosedInStatement(List<Closer> closers) {
    long closing = closers.stream().takeWhile(closer -> closer.opening() != '{').count();
    long opened = innermostFirst.stream().takeWhile(opener -> opener.kind() != '{').count();
    return closing == 0 ? 0 : (int) Math.max(0, opened - closing);
  }

  /// A closing bracket that starts its line as far left as the bracket around the open one, or
  /// farther, belongs to that or another outer one.
  private boolean belongs(int n, Closer closer) {
    BracketScan.Opener opener = innermostFirst.get(n);
    int outerIndent = n + 1 < closed.length ? innermostFirst.get(n + 1).indent() : -1;
    return opener.kind() == closer.opening()
        && (!closer.leadsLine()
            || closer.indent() >= opener.indent()
            || closer.indent() > outerIndent);
  }
}
