package dev.gloss.server.symbols;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The parts of an expression that have a meaning of their own: names, members, calls.
final class NamedParts extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final Tree whole;
  private final boolean deep;
  private final Predicate<TreePath> holds;
  private boolean all = true;

  private NamedParts(Tree whole, boolean deep, Predicate<TreePath> holds) {
    this.whole = whole;
    this.deep = deep;
    this.holds = holds;
  }

  /// Whether something holds for all of them, the expression itself left out.
  ///
  /// @param deep whether their own parts are asked about as well
  static boolean all(TreePath expression, boolean deep, Predicate<TreePath> holds) {
    NamedParts parts = new NamedParts(expression.getLeaf(), deep, holds);
    parts.scan(expression, null);
    return parts.all;
  }

  private static boolean isNamed(Tree tree) {
    return tree instanceof IdentifierTree
        || tree instanceof MemberSelectTree
        || tree instanceof MethodInvocationTree
        || tree instanceof NewClassTree;
  }

  @Override
  public @Nullable Void scan(Tree tree, @Nullable Void nothing) {
    if (tree == null || !all) {
      return null;
    }
    if (tree != whole && isNamed(tree)) {
      all = holds.test(new TreePath(getCurrentPath(), tree));
      return deep ? super.scan(tree, nothing) : null;
    }
    return super.scan(tree, nothing);
  }
}
