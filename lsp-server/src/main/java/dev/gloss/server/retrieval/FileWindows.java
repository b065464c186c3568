package dev.gloss.server.retrieval;

import dev.gloss.server.work.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A text cut into windows of lines that overlap, and the terms of each: its identifiers and the
/// words in them, in small letters, each once. Immutable, so that it can be handed to any thread.
final class FileWindows {
  /// Lines of a window.
  static final int LINES = 20;

  /// Lines from the beginning of a window to that of the next.
  static final int STRIDE = 10;

  /// A file has that many at most; what stands behind them is not found.
  private static final int MOST = 5000;

  private static final int POLL_EACH = 256;

  /// Terms by their numbers.
  private final List<String> terms;

  /// The terms of each line.
  private final int[][] lines;

  /// Where each line begins, and where the last one ends.
  private final int[] starts;

  private final String text;

  /// @param text with secrets covered
  /// @param languageId as LSP names it
  FileWindows(String text, String languageId) {
    this.text = text;
    Terms known = new Terms(Keywords.of(languageId));
    List<int[]> read = new ArrayList<>();
    IntList line = new IntList();
    IntList begins = new IntList();
    int start = 0;
    while (start < text.length() && read.size() < MOST * STRIDE) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      line.size = 0;
      begins.add(start);
      Identifiers.in(
          text, start, end, (from, to) -> line.addAll(known.of(text.substring(from, to))));
      read.add(line.toArray());
      start = end + 1;
      if (read.size() % POLL_EACH == 0) {
        Workers.poll();
      }
    }
    begins.add(start);
    lines = read.toArray(int[][]::new);
    starts = begins.toArray();
    terms = List.copyOf(known.byNumber);
  }

  /// How many windows there are; 0 for an empty text.
  int count() {
    return lines.length <= LINES
        ? Math.min(1, lines.length)
        : (lines.length - LINES + STRIDE - 1) / STRIDE + 1;
  }

  /// How long the text is, in chars.
  int length() {
    return text.length();
  }

  /// How many lines are in windows.
  int lineCount() {
    return lines.length;
  }

  /// The first line of a window, from 0.
  static int firstLine(int window) {
    return window * STRIDE;
  }

  /// The numbers of a window's terms.
  int[] terms(int window) {
    return terms(firstLine(window), firstLine(window) + LINES);
  }

  /// The numbers of the terms of some lines.
  ///
  /// @param to behind the last line; may be behind the text
  int[] terms(int from, int to) {
    BitSet seen = new BitSet(terms.size());
    IntList found = new IntList();
    for (int line = from; line < Math.min(to, lines.length); line++) {
      for (int term : lines[line]) {
        if (!seen.get(term)) {
          seen.set(term);
          found.add(term);
        }
      }
    }
    return found.toArray();
  }

  /// Some lines as they are spelled, without the line end of the last.
  ///
  /// @param to behind the last line, at most [#lineCount()]
  String text(int from, int to) {
    return text.substring(starts[from], Math.min(starts[to], text.length())).stripTrailing();
  }

  /// Whether nothing stands in a line.
  boolean isBlank(int line) {
    return text.substring(starts[line], Math.min(starts[line + 1], text.length())).isBlank();
  }

  /// How many terms the text has; they are numbered from 0.
  int termCount() {
    return terms.size();
  }

  /// The term of a number.
  String term(int number) {
    return terms.get(number);
  }

  /// How an identifier or a word is filed.
  static String term(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The terms that a text has so far, as they get their numbers.
  private static final class Terms {
    private final List<String> byNumber = new ArrayList<>();
    private final Map<String, int[]> byName = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> keywords;

    Terms(Set<String> keywords) {
      this.keywords = keywords;
    }

    /// The numbers of an identifier's terms.
    int[] of(String name) {
      int[] known = byName.get(name);
      if (known == null) {
        known = keywords.contains(name) ? new int[0] : newTerms(name);
        byName.put(name, known);
      }
      return known;
    }

    private int[] newTerms(String name) {
      IntList found = new IntList();
      found.add(number(name));
      Identifiers.words(name, (from, to) -> found.add(number(name.substring(from, to))));
      return found.toArray();
    }

    private int number(String term) {
      return numbers.computeIfAbsent(
          term(term),
          fresh -> {
            byNumber.add(fresh);
            return byNumber.size() - 1;
          });
    }
  }

  private static final class IntList {
    private int[] values = new int[32];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void addAll(int[] more) {
      for (int value : more) {
        add(value);
      }
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
