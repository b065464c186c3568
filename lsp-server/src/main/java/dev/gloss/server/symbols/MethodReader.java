package dev.gloss.server.symbols;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/// Reads the facts of a method off its tree.
final class MethodReader extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private static final Set<String> NULLABLE = Set.of("Nullable", "CheckForNull");

  private final JavaSession session;
  private final Certainty certainty;
  private final MethodTree method;
  private final @Nullable Element element;
  private final Set<String> reads = new LinkedHashSet<>();
  private final Set<String> writes = new LinkedHashSet<>();
  private final Set<String> raises = new LinkedHashSet<>();
  private int loops;
  private boolean recursive;

  /// How deep the scan is in lambdas and classes, and in `try` blocks that catch something.
  private int elsewhere;

  private int caught;

  private MethodReader(JavaSession session, Certainty certainty, TreePath path) {
    this.session = session;
    this.certainty = certainty;
    this.method = (MethodTree) path.getLeaf();
    this.element = session.element(path);
  }

  /// The facts of a method of the session's document.
  static MethodFacts read(JavaSession session, TreePath path, Callers callers) {
    MethodReader reader = new MethodReader(session, new Certainty(session), path);
    MethodTree method = reader.method;
    BlockTree body = method.getBody();
    if (body != null) {
      reader.scan(new TreePath(path, body), null);
    }
    return new MethodFacts(
        method.getParameters().stream().map(p -> p.getName().toString()).toList(),
        returns(method),
        method.getThrows().stream().map(Object::toString).toList(),
        List.copyOf(reader.raises),
        reader.reads,
        reader.writes,
        reader.loops,
        body == null ? List.of() : new Guards(session).of(body),
        reader.recursive,
        callers.names(),
        callers.calls(),
        nullable(method),
        body != null);
  }

  private static @Nullable String returns(MethodTree method) {
    Tree type = method.getReturnType();
    return type == null || type.toString().equals("void") ? null : type.toString();
  }

  private static Set<String> nullable(MethodTree method) {
    Set<String> names = new LinkedHashSet<>();
    if (isNullable(method.getModifiers())) {
      names.add("");
    }
    for (VariableTree parameter : method.getParameters()) {
      if (isNullable(parameter.getModifiers())) {
        names.add(parameter.getName().toString());
      }
    }
    return names;
  }

  private static boolean isNullable(ModifiersTree modifiers) {
    return modifiers.getAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .map(Object::toString)
        .anyMatch(name -> NULLABLE.contains(name.substring(name.lastIndexOf('.') + 1)));
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
    elsewhere++;
    super.visitLambdaExpression(tree, nothing);
    elsewhere--;
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    elsewhere++;
    super.visitClass(tree, nothing);
    elsewhere--;
    return null;
  }

  @Override
  public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
    scan(tree.getResources(), null);
    caught += tree.getCatches().isEmpty() ? 0 : 1;
    scan(tree.getBlock(), null);
    caught -= tree.getCatches().isEmpty() ? 0 : 1;
    scan(tree.getCatches(), null);
    scan(tree.getFinallyBlock(), null);
    return null;
  }

  @Override
  public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void nothing) {
    if (elsewhere == 0
        && caught == 0
        && tree.getExpression() instanceof NewClassTree created
        && created.getClassBody() == null) {
      raises.add(Guards.simple(created.getIdentifier()));
    }
    return super.visitThrow(tree, nothing);
  }

  @Override
  public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void nothing) {
    loops++;
    return super.visitForLoop(tree, nothing);
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void nothing) {
    loops++;
    return super.visitEnhancedForLoop(tree, nothing);
  }

  @Override
  public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void nothing) {
    loops++;
    return super.visitWhileLoop(tree, nothing);
  }

  @Override
  public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void nothing) {
    loops++;
    return super.visitDoWhileLoop(tree, nothing);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    TreePath name = new TreePath(getCurrentPath(), tree.getMethodSelect());
    if (!recursive
        && element != null
        && elsewhere == 0
        && element.equals(session.element(name))
        && certainty.of(name)) {
      recursive = true;
    }
    return super.visitMethodInvocation(tree, nothing);
  }

  @Override
  public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
    String field = field(new TreePath(getCurrentPath(), tree.getVariable()));
    if (field == null) {
      scan(tree.getVariable(), null);
    } else {
      writes.add(field);
    }
    scan(tree.getExpression(), null);
    return null;
  }

  @Override
  public @Nullable Void visitCompoundAssignment(
      CompoundAssignmentTree tree, @Nullable Void nothing) {
    String field = field(new TreePath(getCurrentPath(), tree.getVariable()));
    if (field != null) {
      writes.add(field);
    }
    return super.visitCompoundAssignment(tree, nothing);
  }

  @Override
  public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void nothing) {
    switch (tree.getKind()) {
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> {
        String field = field(new TreePath(getCurrentPath(), tree.getExpression()));
        if (field != null) {
          writes.add(field);
        }
      }
      default -> {}
    }
    return super.visitUnary(tree, nothing);
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
    read(getCurrentPath());
    return null;
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
    read(getCurrentPath());
    return super.visitMemberSelect(tree, nothing);
  }

  private void read(TreePath use) {
    String field = field(use);
    if (field != null) {
      reads.add(field);
    }
  }

  /// The name of a field of this object's class, or of the class itself, that is no constant; null
  /// where that is not sure.
  private @Nullable String field(TreePath use) {
    boolean isOwn =
        use.getLeaf() instanceof IdentifierTree
            || (use.getLeaf() instanceof MemberSelectTree select
                && select.getExpression() instanceof IdentifierTree receiver
                && receiver.getName().contentEquals("this"));
    if (!isOwn
        || elsewhere > 0
        || !(session.element(use) instanceof VariableElement variable)
        || variable.getKind() != ElementKind.FIELD
        || variable.asType().getKind() == TypeKind.ERROR && !isDeclaredHere(variable)
        || variable.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL))
        || variable.getSimpleName().contentEquals("this")
        || variable.getSimpleName().contentEquals("super")) {
      return null;
    }
    Element owner = element == null ? null : element.getEnclosingElement();
    return owner != null && owner.equals(variable.getEnclosingElement()) && isDeclaredHere(variable)
        ? variable.getSimpleName().toString()
        : null;
  }

  private boolean isDeclaredHere(VariableElement variable) {
    return session.trees().getPath(variable) != null;
  }
}
