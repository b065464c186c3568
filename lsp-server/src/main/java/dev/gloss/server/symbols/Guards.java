package dev.gloss.server.symbols;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a method asks before all else, to leave early.
final class Guards {
  private static final int MOST_GUARDS = 3;
  private static final int LONGEST_GUARD = 60;

  private final JavaSession session;

  Guards(JavaSession session) {
    this.session = session;
  }

  /// What stands at the top and leaves: `if (…) return`, `if (…) throw`, `requireNonNull`.
  List<String> of(BlockTree body) {
    List<String> guards = new ArrayList<>();
    for (StatementTree statement : body.getStatements()) {
      String guard = guard(statement);
      if (guard == null || guards.size() == MOST_GUARDS) {
        break;
      }
      guards.add(guard);
    }
    return guards;
  }

  private @Nullable String guard(StatementTree statement) {
    if (statement instanceof IfTree test && test.getElseStatement() == null) {
      StatementTree then = only(test.getThenStatement());
      ExpressionTree condition =
          test.getCondition() instanceof ParenthesizedTree inner
              ? inner.getExpression()
              : test.getCondition();
      String asked = shown(condition);
      return switch (then) {
        case ReturnTree leaves when asked != null -> "returns early if " + asked;
        case ThrowTree leaves
            when asked != null && leaves.getExpression() instanceof NewClassTree created ->
            "throws `" + simple(created.getIdentifier()) + "` if " + asked;
        case null, default -> null;
      };
    }
    if (statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof MethodInvocationTree call
        && call.getMethodSelect().toString().endsWith("requireNonNull")
        && !call.getArguments().isEmpty()) {
      String asked = shown(call.getArguments().getFirst());
      return asked == null ? null : "requires " + asked + " not to be null";
    }
    return null;
  }

  private static @Nullable StatementTree only(StatementTree statement) {
    if (statement instanceof BlockTree block) {
      return block.getStatements().size() == 1 ? block.getStatements().getFirst() : null;
    }
    return statement;
  }

  /// The name of a class without its package and its arguments.
  static String simple(Tree type) {
    String name = type.toString().replaceAll("<.*", "");
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Code as it is written, if it is short.
  private @Nullable String shown(Tree tree) {
    int start = session.start(tree);
    int end = session.end(tree);
    if (start < 0 || end <= start || end - start > LONGEST_GUARD) {
      return null;
    }
    String code = session.masked().substring(start, end).replaceAll("\\s+", " ");
    return code.indexOf('`') >= 0 ? null : "`" + code + "`";
  }
}
