package dev.gloss.server.symbols;

import dev.gloss.server.workspace.Span;
import javax.lang.model.SourceVersion;

/// Names in a Java text.
final class NameTokens {
  private NameTokens() {}

  /// The name at a place, or the one that ends there; none where neither is.
  static Span at(String text, int offset) {
    int start = offset;
    while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
      start--;
    }
    int end = offset;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    boolean isName =
        start < end
            && Character.isJavaIdentifierStart(text.charAt(start))
            && !SourceVersion.isKeyword(text.substring(start, end));
    return isName ? new Span(start, end) : Span.NONE;
  }

  /// The first place of a name in a stretch, comments and literals passed over.
  static Span find(String text, String name, int from, int to) {
    int i = Math.max(0, from);
    while (i < to) {
      char c = text.charAt(i);
      if (text.startsWith("//", i)) {
        int feed = text.indexOf('\n', i);
        i = feed < 0 ? to : feed;
      } else if (text.startsWith("/*", i)) {
        int close = text.indexOf("*/", i + 2);
        i = close < 0 ? to : close + 2;
      } else if (c == '"' || c == '\'') {
        i = afterLiteral(text, i, to);
      } else if (Character.isJavaIdentifierStart(c)) {
        int end = i + 1;
        while (end < to && Character.isJavaIdentifierPart(text.charAt(end))) {
          end++;
        }
        if (end - i == name.length() && text.startsWith(name, i)) {
          return new Span(i, end);
        }
        i = end;
      } else {
        i++;
      }
    }
    return Span.NONE;
  }

  private static int afterLiteral(String text, int open, int to) {
    if (text.startsWith("\"\"\"", open)) {
      int close = text.indexOf("\"\"\"", open + 3);
      return close < 0 ? to : close + 3;
    }
    int i = open + 1;
    while (i < to && text.charAt(i) != text.charAt(open) && text.charAt(i) != '\n') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
