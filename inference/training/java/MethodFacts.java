import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the body of one method does, as far as its syntax tells.
final class MethodFacts extends TreeScanner<Void, Void> {
  private static final int LONGEST_QUOTE = 48;

  private final MethodTree method;
  private final List<String> parameters;
  private final Set<String> locals = new HashSet<>();
  private final List<String> guards = new ArrayList<>();
  private final List<String> loops = new ArrayList<>();
  private final Set<String> calls = new LinkedHashSet<>();
  private final Set<String> written = new LinkedHashSet<>();
  final Set<String> thrown = new LinkedHashSet<>();
  private String lastReturned = "nothing";
  private int branches;
  private boolean returnsNull;
  private boolean recursive;

  MethodFacts(MethodTree method) {
    this.method = method;
    this.parameters =
        method.getParameters().stream().map(parameter -> parameter.getName().toString()).toList();
    locals.addAll(parameters);
    scan(method.getBody(), null);
  }

  @Override
  public Void visitVariable(VariableTree variable, Void unused) {
    locals.add(variable.getName().toString());
    return super.visitVariable(variable, null);
  }

  @Override
  public Void visitClass(ClassTree inner, Void unused) {
    return null; // the methods of an inner class are not what this method does
  }

  @Override
  public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
    return null; // a lambda's returns are not the method's
  }

  @Override
  public Void visitIf(IfTree branch, Void unused) {
    String condition = quote(inner(branch.getCondition()));
    StatementTree then = only(branch.getThenStatement());
    if (then instanceof ThrowTree thrower && thrower.getExpression() instanceof NewClassTree made) {
      guards.add("If " + condition + ", throws " + made.getIdentifier() + ".");
    } else if (then instanceof ReturnTree returning && returning.getExpression() != null) {
      guards.add("If " + condition + ", returns " + quote(returning.getExpression()) + ".");
    } else {
      branches++;
      if (branches <= 1) {
        guards.add("Checks " + condition + ".");
      }
    }
    return super.visitIf(branch, null);
  }

  @Override
  public Void visitForLoop(ForLoopTree loop, Void unused) {
    loops.add(
        loop.getCondition() == null ? "Loops." : "Loops while " + quote(loop.getCondition()) + ".");
    return super.visitForLoop(loop, null);
  }

  @Override
  public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void unused) {
    loops.add("Loops over " + quote(loop.getExpression()) + ".");
    return super.visitEnhancedForLoop(loop, null);
  }

  @Override
  public Void visitWhileLoop(WhileLoopTree loop, Void unused) {
    loops.add("Loops while " + quote(inner(loop.getCondition())) + ".");
    return super.visitWhileLoop(loop, null);
  }

  @Override
  public Void visitDoWhileLoop(DoWhileLoopTree loop, Void unused) {
    loops.add("Loops while " + quote(inner(loop.getCondition())) + ".");
    return super.visitDoWhileLoop(loop, null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    super.visitMethodInvocation(call, null);
    ExpressionTree select = call.getMethodSelect();
    String name =
        select instanceof MemberSelectTree member
            ? member.getIdentifier().toString()
            : select instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
    if (!name.isEmpty()) {
      calls.add(name);
      recursive |= name.contentEquals(method.getName());
    }
    return null;
  }

  @Override
  public Void visitAssignment(AssignmentTree assignment, Void unused) {
    write(assignment.getVariable());
    return super.visitAssignment(assignment, null);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree assignment, Void unused) {
    write(assignment.getVariable());
    return super.visitCompoundAssignment(assignment, null);
  }

  @Override
  public Void visitUnary(UnaryTree unary, Void unused) {
    if (unary.getKind().name().endsWith("CREMENT")) {
      write(unary.getExpression());
    }
    return super.visitUnary(unary, null);
  }

  private void write(ExpressionTree target) {
    if (target instanceof MemberSelectTree member
        && member.getExpression().toString().equals("this")) {
      written.add(member.getIdentifier().toString());
    } else if (target instanceof IdentifierTree identifier
        && !locals.contains(identifier.getName().toString())) {
      written.add(identifier.getName().toString());
    }
  }

  @Override
  public Void visitReturn(ReturnTree returning, Void unused) {
    if (returning.getExpression() != null) {
      String expression = returning.getExpression().toString();
      returnsNull |= expression.equals("null");
      lastReturned = quote(returning.getExpression());
    }
    return super.visitReturn(returning, null);
  }

  @Override
  public Void visitThrow(ThrowTree thrower, Void unused) {
    if (thrower.getExpression() instanceof NewClassTree made) {
      thrown.add(made.getIdentifier().toString());
    }
    return super.visitThrow(thrower, null);
  }

  /// A few short sentences, in the order in which a reader meets the facts.
  String trace() {
    var sentences = new ArrayList<String>();
    sentences.add(parameters.isEmpty() ? "Takes nothing." : "Takes " + some(parameters, 4) + ".");
    guards.stream().limit(2).forEach(sentences::add);
    loops.stream().limit(1).forEach(sentences::add);
    if (!calls.isEmpty()) {
      sentences.add("Calls " + some(List.copyOf(calls), 4) + ".");
    }
    if (!written.isEmpty()) {
      sentences.add("Writes " + some(List.copyOf(written), 2) + ".");
    }
    sentences.add("Returns " + lastReturned + ".");
    return String.join(" ", sentences);
  }

  /// Answers to the questions that the syntax decides.
  Map<String, String> answers() {
    var answers = new LinkedHashMap<String, String>();
    answers.put("returns", method.getReturnType().toString());
    answers.put("params", Integer.toString(parameters.size()));
    answers.put("loops", Integer.toString(loops.size()));
    answers.put("null", returnsNull ? "yes" : "no");
    answers.put("recursive", recursive ? "yes" : "no");
    if (thrown.size() == 1) {
      answers.put("throws", thrown.iterator().next());
    }
    return answers;
  }

  private static String some(List<String> names, int most) {
    return String.join(", ", names.subList(0, Math.min(most, names.size())));
  }

  private static ExpressionTree inner(ExpressionTree expression) {
    return expression instanceof ParenthesizedTree parentheses
        ? parentheses.getExpression()
        : expression;
  }

  private static StatementTree only(StatementTree statement) {
    return statement instanceof BlockTree block && block.getStatements().size() == 1
        ? block.getStatements().getFirst()
        : statement;
  }

  /// The expression on one line, its start where it is long.
  private static String quote(Tree expression) {
    String text = expression.toString().replaceAll("\\s+", " ");
    return text.length() <= LONGEST_QUOTE
        ? text
        : text.substring(0, LONGEST_QUOTE).replaceAll("\\W*\\w*$", "") + " ...";
  }
}
