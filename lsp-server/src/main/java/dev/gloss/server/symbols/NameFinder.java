package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.gloss.server.workspace.Span;
import org.jspecify.annotations.Nullable;

/// Finds the node of a tree whose name stands at a place: a use of something, or its declaration.
final class NameFinder extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final JavaSession session;
  private final Span wanted;
  private @Nullable TreePath found;

  private NameFinder(JavaSession session, Span wanted) {
    this.session = session;
    this.wanted = wanted;
  }

  /// The node; null where no node has that name there, as in comments and literals.
  static @Nullable TreePath find(JavaSession session, Span name) {
    NameFinder finder = new NameFinder(session, name);
    finder.scan(session.unit(), null);
    return finder.found;
  }

  /// Where the name of a node stands; none where it has none, or none that is written.
  static Span name(JavaSession session, Tree tree) {
    String text = session.text();
    int start = session.start(tree);
    int end = session.end(tree);
    Span span =
        switch (tree) {
          case IdentifierTree use -> new Span(start, start + use.getName().length());
          case MemberSelectTree use -> new Span(end - use.getIdentifier().length(), end);
          case MemberReferenceTree use -> new Span(end - use.getName().length(), end);
          case ClassTree type ->
              declared(
                  session, type.getSimpleName(), end(session, type.getModifiers(), start), end);
          case MethodTree method -> {
            Tree before = method.getReturnType();
            int from = end(session, method.getModifiers(), start);
            yield declared(
                session,
                method.getName().contentEquals("<init>")
                    ? constructorName(session, method)
                    : method.getName(),
                before == null ? from : end(session, before, from),
                end);
          }
          case VariableTree variable -> {
            int from = end(session, variable.getModifiers(), start);
            Tree type = variable.getType();
            Span after =
                declared(
                    session,
                    variable.getName(),
                    type == null ? from : end(session, type, from),
                    end);
            // The brackets of an array may stand behind the name.
            yield after.isNone() ? declared(session, variable.getName(), from, end) : after;
          }
          default -> Span.NONE;
        };
    boolean isWritten =
        span.start() >= 0 && span.start() < span.end() && span.end() <= text.length();
    return isWritten ? span : Span.NONE;
  }

  private static CharSequence constructorName(JavaSession session, MethodTree constructor) {
    TreePath path = TreePath.getPath(session.unit(), constructor);
    return path != null && path.getParentPath().getLeaf() instanceof ClassTree type
        ? type.getSimpleName()
        : "";
  }

  private static int end(JavaSession session, Tree tree, int otherwise) {
    return Math.max(session.end(tree), otherwise);
  }

  private static Span declared(JavaSession session, CharSequence name, int from, int to) {
    return name.isEmpty()
        ? Span.NONE
        : NameTokens.find(
            session.text(), name.toString(), from, Math.min(to, session.text().length()));
  }

  @Override
  public @Nullable Void scan(Tree tree, @Nullable Void nothing) {
    if (tree == null || found != null || isElsewhere(tree)) {
      return null;
    }
    return super.scan(tree, nothing);
  }

  /// Where a node ends is not asked: in broken code it may end before its parts do.
  private boolean isElsewhere(Tree tree) {
    return session.start(tree) > wanted.start();
  }

  private void look(Tree tree) {
    if (found == null && name(session, tree).equals(wanted)) {
      found = getCurrentPath();
    }
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
    if (tree.getName().contentEquals(wanted.of(session.text()))) {
      look(tree);
    }
    return super.visitIdentifier(tree, nothing);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
    if (tree.getIdentifier().contentEquals(wanted.of(session.text()))) {
      look(tree);
    }
    return super.visitMemberSelect(tree, nothing);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
    if (tree.getName().contentEquals(wanted.of(session.text()))) {
      look(tree);
    }
    return super.visitMemberReference(tree, nothing);
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    look(tree);
    return super.visitClass(tree, nothing);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    look(tree);
    return super.visitMethod(tree, nothing);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
    look(tree);
    return super.visitVariable(tree, nothing);
  }
}
