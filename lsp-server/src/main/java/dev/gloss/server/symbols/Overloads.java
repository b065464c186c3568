package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Which of the methods of one name a call means, as far as that does not depend on what is
/// unknown.
final class Overloads {
  private final JavaSession session;
  private final Hierarchy hierarchy;
  private final Certainty certainty;

  Overloads(JavaSession session, Hierarchy hierarchy, Certainty certainty) {
    this.session = session;
    this.hierarchy = hierarchy;
    this.certainty = certainty;
  }

  /// Whether no other method of that name can be meant by a call.
  ///
  /// @param name of the call
  /// @param in type of what stands before the dot; null without
  boolean isOnlyOne(TreePath name, ExecutableElement method, @Nullable TypeMirror in) {
    List<? extends ExpressionTree> arguments = arguments(name);
    TreePath call = name.getParentPath();
    Element owner = method.getEnclosingElement();
    if (arguments == null || owner == null) {
      return false;
    }
    TypeMirror site = in == null ? owner.asType() : in;
    List<TypeElement> classes = new ArrayList<>(hierarchy.elements(site));
    if (in == null) {
      classes.addAll(around(name, owner));
    }
    boolean constructs = method.getKind() == ElementKind.CONSTRUCTOR;
    boolean others =
        !constructs
            && (site.getKind() != TypeKind.ARRAY && classes.isEmpty()
                || classes.stream().anyMatch(hierarchy::isUnknown));
    if (others && !isExact(method, arguments, call)) {
      return false;
    }
    Set<ExecutableElement> candidates = new HashSet<>();
    for (TypeElement type : classes) {
      hierarchy.named(type.asType(), method).stream()
          .filter(other -> takes(other, arguments.size()))
          .forEach(candidates::add);
    }
    candidates.removeIf(
        other -> !other.equals(method) && hierarchy.overrides(method, other, candidates));
    return candidates.size() <= 1
        || (candidates.stream().noneMatch(hierarchy::takesUnknown)
            && arguments.stream().allMatch(argument -> isKnown(new TreePath(call, argument))));
  }

  /// The class whose body the name stands in and that has the method.
  private List<TypeElement> around(TreePath name, Element owner) {
    for (TreePath up = name; up != null; up = up.getParentPath()) {
      if (up.getLeaf() instanceof ClassTree
          && session.element(up) instanceof TypeElement type
          && hierarchy.has(type, owner)) {
        return List.of(type);
      }
    }
    return List.of();
  }

  private static @Nullable List<? extends ExpressionTree> arguments(TreePath name) {
    return switch (name.getParentPath().getLeaf()) {
      case MethodInvocationTree call when call.getMethodSelect() == name.getLeaf() ->
          call.getArguments();
      case NewClassTree creation when creation.getIdentifier() == name.getLeaf() ->
          creation.getArguments();
      default -> null;
    };
  }

  private static boolean takes(ExecutableElement method, int arguments) {
    int parameters = method.getParameters().size();
    return parameters == arguments || (method.isVarArgs() && arguments >= parameters - 1);
  }

  /// Whether the arguments have the very types of the parameters: what an unknown class may add
  /// suits no better.
  private boolean isExact(
      ExecutableElement method, List<? extends ExpressionTree> arguments, TreePath call) {
    List<? extends VariableElement> parameters = method.getParameters();
    if (method.isVarArgs() || parameters.size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      TreePath argument = new TreePath(call, arguments.get(i));
      TypeMirror given = session.trees().getTypeMirror(argument);
      if (given == null
          || given.getKind() == TypeKind.ERROR
          || !isKnown(argument)
          || !session.types().isSameType(given, parameters.get(i).asType())) {
        return false;
      }
    }
    return true;
  }

  /// Whether all is known that an argument's type depends on.
  boolean isKnown(TreePath argument) {
    Tree tree = argument.getLeaf();
    if (session.hasProblem(session.start(tree), session.end(tree))) {
      return false;
    }
    if (tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree) {
      return NamedParts.all(argument, true, part -> certainty.known(part) != null);
    }
    TypeMirror type = session.trees().getTypeMirror(argument);
    return type != null
        && !hierarchy.mentionsUnknown(type)
        && certainty.of(argument)
        && (!(tree instanceof IdentifierTree) || certainty.typeOf(argument));
  }
}
