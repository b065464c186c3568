package dev.gloss.prompts.packing;

import java.util.ArrayList;
import java.util.List;

/// Code of other files as it stands at the start of a prompt's prefix: in line comments, so that
/// nobody takes it for code of this file, each excerpt behind the name of its file.
///
/// @param excerpts in the order in which they stand
/// @param text all of it, which ends with an empty line; empty where there are none
public record Quotation(List<Excerpt> excerpts, String text) {
  /// None.
  public static final Quotation NONE = new Quotation(List.of(), "");

  /// Lines of an excerpt that is cut, at least: fewer say nothing.
  private static final int LEAST_LINES = 5;

  /// Some lines of a file.
  ///
  /// @param name of the file
  /// @param firstLine where it begins there, counted from 1
  /// @param reason why it is quoted, in words for a person
  /// @param text the lines, without a line end behind the last
  public record Excerpt(String name, int firstLine, String reason, String text) {

    /// The last of its lines.
    public int lastLine() {
      return firstLine + Math.max(0, (int) text.lines().count() - 1);
    }

    private Excerpt cut(String head) {
      return new Excerpt(name, firstLine, reason, head);
    }
  }

  /// Copies the list.
  public Quotation {
    excerpts = List.copyOf(excerpts);
  }

  /// Quotes as much as fits, the best nearest to the code that it is for. The first that does not
  /// fit whole is cut, and ends it.
  ///
  /// @param best what is to be quoted, the best first
  /// @param lineComment what begins a comment that ends with its line
  /// @param most characters of code
  public static Quotation of(List<Excerpt> best, String lineComment, int most) {
    List<Excerpt> fit = new ArrayList<>();
    int left = most;
    for (Excerpt excerpt : best) {
      String text = head(excerpt.text(), left);
      boolean isCut = text.length() < excerpt.text().length();
      if (!isCut || text.lines().count() >= LEAST_LINES) {
        fit.addFirst(excerpt.cut(text));
      }
      if (isCut) {
        break;
      }
      left -= text.length();
    }
    return inOrder(fit, lineComment);
  }

  /// Whole lines that fit.
  private static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Math.max(0, text.lastIndexOf('\n', most)));
  }

  private static Quotation inOrder(List<Excerpt> excerpts, String lineComment) {
    if (excerpts.isEmpty()) {
      return NONE;
    }
    StringBuilder text = new StringBuilder();
    for (Excerpt excerpt : excerpts) {
      comment(text, excerpt.name(), lineComment);
      excerpt.text().lines().forEach(line -> comment(text, line, lineComment));
    }
    return new Quotation(excerpts, text.append('\n').toString());
  }

  private static void comment(StringBuilder text, String line, String lineComment) {
    text.append(lineComment);
    if (!line.isBlank()) {
      text.append(' ').append(line);
    }
    text.append('\n');
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return excerpts.isEmpty();
  }
}
