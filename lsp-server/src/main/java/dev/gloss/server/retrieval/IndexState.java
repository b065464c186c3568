package dev.gloss.server.retrieval;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far the index is.
///
/// @param files that are in it
/// @param total files that are to be in it, as far as it is known
/// @param leftOut files in which nothing is to be found: generated, minified, too large, unreadable
/// @param beyond files for which there was no room
/// @param whole whether all files were looked at
/// @param trouble why it is not what it should be, as a phrase; null where it is
public record IndexState(
    int files, int total, int leftOut, int beyond, boolean whole, @Nullable String trouble) {
  /// Nothing was looked at.
  public static final IndexState NONE = new IndexState(0, 0, 0, 0, false, null);

  /// The same in a line for a person.
  public String line() {
    StringBuilder line = new StringBuilder("index: ");
    line.append(
        whole && files == total
            ? number(files) + (files == 1 ? " file" : " files")
            : number(files) + " of " + number(total) + " files");
    if (leftOut > 0) {
      line.append(", left out ").append(number(leftOut)).append(" generated, large or unreadable");
    }
    if (beyond > 0) {
      line.append(", no room for ").append(number(beyond));
    }
    if (trouble != null) {
      line.append("; ").append(trouble);
    }
    return line.toString();
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
