package dev.gloss.server.symbols;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;

/// The head of a declaration: what stands before its body.
final class Header {
  private static final int LONGEST = 240;

  /// An initializer that is longer says less than its absence.
  private static final int LONGEST_VALUE = 60;

  private Header() {}

  /// The head on one line, as it is written, without annotations in front; secrets covered.
  static String of(JavaSession session, Tree tree) {
    int start = start(session, tree);
    int end = end(session, tree);
    if (start < 0 || end <= start) {
      return "";
    }
    String text = session.masked().substring(start, Math.min(end, session.text().length()));
    String line =
        withoutComments(text).strip().replaceAll("\\s+", " ").replaceAll("\\s*[;,{]$", "");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }

  /// Where a declaration begins behind the annotations that stand in front.
  static int start(JavaSession session, Tree tree) {
    ModifiersTree modifiers =
        switch (tree) {
          case ClassTree type -> type.getModifiers();
          case MethodTree method -> method.getModifiers();
          case VariableTree variable -> variable.getModifiers();
          default -> null;
        };
    int start = session.start(tree);
    if (modifiers == null) {
      return start;
    }
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      if (session.start(annotation) == start) {
        start = afterBlanks(session.text(), session.end(annotation));
      }
    }
    return start;
  }

  private static int end(JavaSession session, Tree tree) {
    return switch (tree) {
      case ClassTree type -> {
        int name = NameFinder.name(session, tree).end();
        int brace = session.text().indexOf('{', Math.max(0, name));
        yield name < 0 || brace < 0 ? session.end(tree) : brace;
      }
      case MethodTree method ->
          method.getBody() == null ? session.end(tree) : session.start(method.getBody());
      case VariableTree variable -> {
        int name = NameFinder.name(session, tree).end();
        Tree value = variable.getInitializer();
        boolean shown =
            value != null
                && session.start(value) >= name
                && session.end(value) - session.start(value) <= LONGEST_VALUE;
        yield shown ? session.end(value) : Math.max(name, -1);
      }
      default -> -1;
    };
  }

  private static String withoutComments(String head) {
    StringBuilder code = new StringBuilder();
    int i = 0;
    while (i < head.length()) {
      if (head.startsWith("//", i)) {
        int feed = head.indexOf('\n', i);
        i = feed < 0 ? head.length() : feed;
      } else if (head.startsWith("/*", i)) {
        int close = head.indexOf("*/", i + 2);
        i = close < 0 ? head.length() : close + 2;
      } else if (head.charAt(i) == '"') {
        return code.append(head, i, head.length()).toString();
      } else {
        code.append(head.charAt(i++));
      }
    }
    return code.toString();
  }

  private static int afterBlanks(String text, int from) {
    int i = Math.max(0, from);
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
