package dev.gloss.server.symbols;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// Where a variable is used in its file.
///
/// @param reads how often its value is used
/// @param writes how often it is assigned, its initializer not counted
/// @param places its uses, in order
record VariableUses(int reads, int writes, List<Span> places) {

  /// Looks through the session's document; empty where it is not sure about a use.
  static @Nullable VariableUses of(JavaSession session, Element variable) {
    Scan scan = new Scan(session, variable);
    scan.scan(session.unit(), null);
    return scan.sure
        ? new VariableUses(scan.places.size() - scan.onlyWritten, scan.writes, scan.places)
        : null;
  }

  private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final JavaSession session;
    private final Element variable;
    private final Certainty certainty;
    private final List<Span> places = new ArrayList<>();
    private boolean sure = true;
    private int writes;
    private int onlyWritten;

    Scan(JavaSession session, Element variable) {
      this.session = session;
      this.variable = variable;
      this.certainty = new Certainty(session);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
      look(tree.getName());
      return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
      look(tree.getIdentifier());
      return super.visitMemberSelect(tree, nothing);
    }

    private void look(CharSequence name) {
      if (!variable.getSimpleName().contentEquals(name)) {
        return;
      }
      Element used = session.element(getCurrentPath());
      if (used == null || (variable.equals(used) && !certainty.of(getCurrentPath()))) {
        sure = false;
      } else if (variable.equals(used)) {
        int start = session.start(getCurrentPath().getLeaf());
        places.add(new Span(start, session.end(getCurrentPath().getLeaf())));
      }
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
      if (isIt(tree.getVariable())) {
        writes++;
        onlyWritten++;
      }
      return super.visitAssignment(tree, nothing);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void nothing) {
      writes += isIt(tree.getVariable()) ? 1 : 0;
      return super.visitCompoundAssignment(tree, nothing);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void nothing) {
      switch (tree.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
            writes += isIt(tree.getExpression()) ? 1 : 0;
        default -> {}
      }
      return super.visitUnary(tree, nothing);
    }

    private boolean isIt(ExpressionTree target) {
      return variable.equals(session.element(new TreePath(getCurrentPath(), target)));
    }
  }
}
