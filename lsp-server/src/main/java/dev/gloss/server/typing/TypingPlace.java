package dev.gloss.server.typing;

import java.util.ArrayList;
import java.util.List;

/// A place at which a text is cut out and typed again.
///
/// @param id names it in files of what was shown
/// @param kind of the place
/// @param group under which it is counted, such as a library
/// @param uri of the document
/// @param languageId of the document, as LSP names languages
/// @param before what stands before the place
/// @param middle what stood there and is to be typed; empty where nothing was cut out
/// @param after what stands behind it
public record TypingPlace(
    String id,
    PlaceKind kind,
    String group,
    String uri,
    String languageId,
    String before,
    String middle,
    String after) {

  /// What is typed to get to the place: the character before it, or at the start of a line the line
  /// feed with the indentation that an editor adds. Empty at the start of the document.
  String firstKey() {
    int end = before.length();
    int start = end;
    while (start > 0 && isBlank(before.charAt(start - 1))) {
      start--;
    }
    if (start > 0 && before.charAt(start - 1) == '\n') {
      boolean afterReturn = start > 1 && before.charAt(start - 2) == '\r';
      return before.substring(afterReturn ? start - 2 : start - 1);
    }
    return end == 0 ? "" : before.substring(before.offsetByCodePoints(end, -1));
  }

  /// The keys that type what was cut out, one a code point; a line feed brings the indentation of
  /// the line after it along, as in an editor.
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    int at = 0;
    while (at < middle.length()) {
      int end = middle.offsetByCodePoints(at, 1);
      if (middle.startsWith("\r\n", at)) {
        end = at + 2;
      }
      if (middle.charAt(end - 1) == '\n') {
        while (end < middle.length() && isBlank(middle.charAt(end))) {
          end++;
        }
      }
      keys.add(middle.substring(at, end));
      at = end;
    }
    return keys;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
