package dev.gloss.server.retrieval;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/// The terms of the windows of one file after the other, as Lucene takes them.
final class TermStream extends TokenStream {
  private final BytesTermAttribute bytes = addAttribute(BytesTermAttribute.class);
  private final BytesRef[] known;
  private final FileWindows windows;
  private int[] numbers = new int[0];
  private int next;

  TermStream(FileWindows windows) {
    this.windows = windows;
    this.known = new BytesRef[windows.termCount()];
  }

  /// From now on those of this window; none for -1.
  int window(int window) {
    numbers = window < 0 ? new int[0] : windows.terms(window);
    next = 0;
    return numbers.length;
  }

  @Override
  public boolean incrementToken() {
    if (next == numbers.length) {
      return false;
    }
    clearAttributes();
    int number = numbers[next++];
    BytesRef term = known[number];
    if (term == null) {
      term = new BytesRef(windows.term(number));
      known[number] = term;
    }
    bytes.setBytesRef(term);
    return true;
  }

  @Override
  public void reset() {
    next = 0;
  }
}
