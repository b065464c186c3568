package dev.gloss.server.symbols;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// The calls of a method in its own file. Where one of that name may mean it or not, none is told.
///
/// @param names of the methods that call it, without itself
/// @param calls how often others call it
record Callers(Set<String> names, int calls) {
  static final Callers NONE = new Callers(Set.of(), 0);

  /// Looks through the session's document.
  static Callers of(JavaSession session, Element method) {
    Scan scan = new Scan(session, method);
    scan.scan(session.unit(), null);
    return scan.sure ? new Callers(scan.names, scan.calls) : NONE;
  }

  private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final JavaSession session;
    private final Element method;
    private final Certainty certainty;
    private final Deque<MethodTree> around = new ArrayDeque<>();
    private final Set<String> names = new LinkedHashSet<>();
    private boolean sure = true;
    private int calls;

    Scan(JavaSession session, Element method) {
      this.session = session;
      this.method = method;
      this.certainty = new Certainty(session);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      around.push(tree);
      super.visitMethod(tree, nothing);
      around.pop();
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
      TreePath name = new TreePath(getCurrentPath(), tree.getMethodSelect());
      if (isCalled(tree.getMethodSelect()) && !isItself()) {
        boolean certain = certainty.of(name);
        sure &= certain;
        if (certain && method.equals(session.element(name))) {
          called();
        }
      }
      return super.visitMethodInvocation(tree, nothing);
    }

    private void called() {
      calls++;
      if (!around.isEmpty() && !around.peek().getName().contentEquals("<init>")) {
        names.add(around.peek().getName().toString());
      }
    }

    /// Asked first, since names cost nothing.
    private boolean isCalled(ExpressionTree select) {
      return switch (select) {
        case IdentifierTree name -> name.getName().equals(method.getSimpleName());
        case MemberSelectTree member -> member.getIdentifier().equals(method.getSimpleName());
        default -> false;
      };
    }

    private boolean isItself() {
      TreePath declared = session.trees().getPath(method);
      return declared != null && around.contains(declared.getLeaf());
    }
  }
}
