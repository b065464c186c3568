package dev.gloss.prompts.completion;

/// A place in a document where text is to be written.
///
/// Whole documents give the best decisions, but a window around the cursor will do.
///
/// @param prefix the document up to the cursor
/// @param suffix the document from the cursor on
public record CompletionSite(String prefix, String suffix) {

  /// The place at `cursor`, an offset in UTF-16 units.
  ///
  /// @throws IllegalArgumentException if the cursor lies outside of the document
  public static CompletionSite at(String document, int cursor) {
    if (cursor < 0 || cursor > document.length()) {
      throw new IllegalArgumentException(
          "cursor " + cursor + ": expected 0 to " + document.length() + ", the document's length");
    }
    return new CompletionSite(document.substring(0, cursor), document.substring(cursor));
  }

  /// What stands before the cursor on its line.
  public String linePrefix() {
    return prefix.substring(prefix.lastIndexOf('\n') + 1);
  }

  /// What stands after the cursor on its line.
  public String lineSuffix() {
    int feed = suffix.indexOf('\n');
    String line = feed < 0 ? suffix : suffix.substring(0, feed);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /// The first line after the cursor's own that is not blank, without white space around it; empty
  /// where there is none.
  public String nextLine() {
    int feed = suffix.indexOf('\n');
    return feed < 0
        ? ""
        : suffix
            .substring(feed)
            .lines()
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .findFirst()
            .orElse("");
  }

  /// The last line before the cursor's own that is not blank, without white space around it; empty
  /// where there is none.
  public String previousLine() {
    int end = prefix.lastIndexOf('\n');
    while (end >= 0) {
      int start = prefix.lastIndexOf('\n', end - 1) + 1;
      String line = prefix.substring(start, end).strip();
      if (!line.isEmpty()) {
        return line;
      }
      end = start - 1;
    }
    return "";
  }

  /// The document with `text` written at the cursor.
  public String with(String text) {
    return prefix + text + suffix;
  }
}
