package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// Finds a declaration again, in a session of its own file.
final class DeclarationAt extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final JavaSession session;
  private final int start;
  private final Element wanted;
  private @Nullable TreePath found;

  private DeclarationAt(JavaSession session, int start, Element wanted) {
    this.session = session;
    this.start = start;
    this.wanted = wanted;
  }

  /// The declaration; null where it is gone.
  ///
  /// @param start where it begins
  /// @param wanted what it was to another session
  static @Nullable TreePath find(JavaSession session, int start, Element wanted) {
    DeclarationAt scan = new DeclarationAt(session, start, wanted);
    scan.scan(session.unit(), null);
    return scan.found;
  }

  private void look(Tree tree) {
    if (found == null && session.start(tree) == start) {
      Element here = session.element(getCurrentPath());
      if (here != null
          && here.getKind() == wanted.getKind()
          && here.getSimpleName().contentEquals(wanted.getSimpleName())) {
        found = getCurrentPath();
      }
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    look(tree);
    return found == null ? super.visitClass(tree, nothing) : null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    look(tree);
    return found == null ? super.visitMethod(tree, nothing) : null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
    look(tree);
    return found == null ? super.visitVariable(tree, nothing) : null;
  }
}
