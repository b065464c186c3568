package dev.gloss.prompts.completion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The brackets that are open at places of one text, remembered at the start of a line now and
/// then, so that only the text between such a mark and the place is walked over. What is known at a
/// mark depends on the text before it alone, so marks before an edit stay.
///
/// Safe for use by many threads.
public final class BracketMarks {
  private static final int USUAL_STEP = 8192;

  private final Lexicon lexicon;
  private final int step;
  private final List<Mark> marks;

  private record Mark(int offset, BracketScan scan) {}

  private BracketMarks(Lexicon lexicon, int step, List<Mark> marks) {
    this.lexicon = lexicon;
    this.step = step;
    this.marks = marks;
  }

  /// Nothing is known of a text yet.
  public BracketMarks(Lexicon lexicon) {
    this(lexicon, USUAL_STEP);
  }

  /// @param step characters from one mark to the next, at least
  BracketMarks(Lexicon lexicon, int step) {
    this(lexicon, step, new ArrayList<>(List.of(new Mark(0, new BracketScan(lexicon)))));
  }

  /// What stays known of a text that is changed.
  ///
  /// @param offset up to where it stays
  public synchronized BracketMarks upTo(int offset) {
    int kept = Math.max(1, firstFrom(offset));
    return new BracketMarks(lexicon, step, new ArrayList<>(marks.subList(0, kept)));
  }

  /// A scan that has walked over all that stands before a place.
  ///
  /// @param prefix that, of the text whose marks these are
  public synchronized BracketScan before(String prefix) {
    Mark nearest = marks.get(Math.max(0, firstFrom(prefix.length()) - 1));
    BracketScan scan = nearest.scan.copy();
    int next = marks.getLast().offset + step;
    int at = nearest.offset;
    while (at < prefix.length()) {
      boolean lineEnds = Lexer.endsLine(prefix, at);
      at = scan.step(prefix, at);
      if (lineEnds && at >= next && at < prefix.length()) {
        marks.add(new Mark(at, scan.copy()));
        next = at + step;
      }
    }
    return scan;
  }

  /// The number of the first mark that is not before an offset.
  private int firstFrom(int offset) {
    int found =
        Collections.binarySearch(
            marks, new Mark(offset, marks.getFirst().scan), (a, b) -> a.offset - b.offset);
    return found >= 0 ? found : -found - 1;
  }
}
