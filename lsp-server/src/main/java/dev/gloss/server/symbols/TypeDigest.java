package dev.gloss.server.symbols;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;

/// A type without the bodies of its methods, as far as a prompt has room.
final class TypeDigest {
  private static final int MOST_CHARS = 2000;

  private TypeDigest() {}

  /// The pieces of the file that are left.
  static List<Span> of(JavaSession session, ClassTree type) {
    List<Span> pieces = new ArrayList<>();
    int at = Header.start(session, type);
    int end = session.end(type);
    int chars = 0;
    for (Tree member : type.getMembers()) {
      int memberEnd = session.end(member);
      if (session.start(member) < at || memberEnd < 0) {
        continue;
      }
      int cut = head(session, member);
      if (chars + cut - at > MOST_CHARS) {
        break;
      }
      if (cut < memberEnd) {
        pieces.add(new Span(at, cut));
        chars += cut - at;
        at = memberEnd;
      }
    }
    boolean fits = end > at && chars + end - at <= MOST_CHARS;
    int last = fits ? end : Math.min(end, at + Math.max(0, MOST_CHARS - chars));
    if (last > at) {
      pieces.add(new Span(at, last));
    }
    return pieces;
  }

  /// Up to where a member is told.
  private static int head(JavaSession session, Tree member) {
    return switch (member) {
      case MethodTree method when method.getBody() != null -> session.start(method.getBody());
      case BlockTree block -> session.start(block);
      case ClassTree nested -> {
        int name = NameFinder.name(session, nested).end();
        yield name < 0 ? session.start(nested) : name;
      }
      case VariableTree field -> session.end(field);
      default -> session.end(member);
    };
  }
}
