package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Whether what the compiler says about a name holds whatever the classes are that it does not
/// know.
///
/// Where a library is missing, the compiler makes the best of the rest: a class that extends an
/// unknown one may inherit what it then looks for further outside, an argument of unknown type
/// suits every overload. Such answers are right most of the time, and are not given here.
final class Certainty {
  /// Chains of calls that are longer are left alone.
  private static final int DEEPEST = 60;

  private final JavaSession session;
  private final Hierarchy hierarchy;
  private final Overloads overloads;
  private final Map<Tree, Boolean> answers = new IdentityHashMap<>();
  private int depth;

  Certainty(JavaSession session) {
    this.session = session;
    this.hierarchy = new Hierarchy(session);
    this.overloads = new Overloads(session, hierarchy, this);
  }

  /// Whether a name means what the compiler says, and nothing else.
  ///
  /// @param use a node with a name, or an expression with names in it
  boolean of(TreePath use) {
    Boolean known = answers.get(use.getLeaf());
    if (known != null) {
      return known;
    }
    if (depth > DEEPEST) {
      return false;
    }
    depth++;
    try {
      boolean answer =
          switch (use.getLeaf()) {
            case IdentifierTree name -> identifier(use, name);
            case MemberSelectTree select -> select(use, select);
            case MemberReferenceTree reference -> reference(use, reference);
            case MethodInvocationTree call -> call(use, call);
            case NewClassTree creation -> creation(use, creation);
            default -> NamedParts.all(use, false, this::of);
          };
      answers.put(use.getLeaf(), answer);
      return answer;
    } finally {
      depth--;
    }
  }

  /// What a generic method returns depends on its arguments.
  private boolean call(TreePath use, MethodInvocationTree call) {
    return of(new TreePath(use, call.getMethodSelect()))
        && session.element(use) instanceof ExecutableElement method
        && (method.getTypeParameters().isEmpty()
            || call.getArguments().stream()
                .allMatch(argument -> overloads.isKnown(new TreePath(use, argument))));
  }

  private boolean identifier(TreePath use, IdentifierTree name) {
    if (name.getName().contentEquals("this") || name.getName().contentEquals("super")) {
      return true;
    }
    Element element = known(use);
    if (element == null || session.hasProblem(session.start(name), session.end(name))) {
      return false;
    }
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER, EXCEPTION_PARAMETER, RESOURCE_VARIABLE, BINDING_VARIABLE ->
          local(use, element);
      case TYPE_PARAMETER -> true;
      case FIELD, ENUM_CONSTANT -> inScope(use, element);
      case METHOD ->
          inScope(use, element) && overloads.isOnlyOne(use, (ExecutableElement) element, null);
      case CONSTRUCTOR -> overloads.isOnlyOne(use, (ExecutableElement) element, null);
      case CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE -> type(use, (TypeElement) element);
      case PACKAGE -> session.isComplete();
      default -> false;
    };
  }

  /// What the compiler says that a node means; null where that is an error.
  @Nullable Element known(TreePath use) {
    Element element = session.element(use);
    return element == null || element.asType().getKind() == TypeKind.ERROR ? null : element;
  }

  /// A variable of a method: nothing between hides it, and its type is known if it is written.
  private boolean local(TreePath use, Element variable) {
    TreePath declared = session.trees().getPath(variable);
    if (declared == null) {
      return false;
    }
    for (TreePath up = use;
        up != null && up.getLeaf() != declared.getLeaf();
        up = up.getParentPath()) {
      if (up.getLeaf() instanceof ClassTree type
          && hierarchy.isUnknown(session.element(up))
          && !contains(declared.getLeaf(), type)) {
        return isAround(declared, type);
      }
    }
    return true;
  }

  private boolean contains(Tree outer, Tree inner) {
    return session.start(outer) <= session.start(inner) && session.end(inner) <= session.end(outer);
  }

  /// Whether the class is outside of the declaration, too.
  private boolean isAround(TreePath declared, ClassTree type) {
    for (TreePath up = declared; up != null; up = up.getParentPath()) {
      if (up.getLeaf() == type) {
        return true;
      }
    }
    return false;
  }

  /// Whether a variable's type does not depend on guesses: members of what it stands for are looked
  /// for there.
  boolean typeOf(TreePath use) {
    Element element = session.element(use);
    TreePath declared = element == null ? null : session.trees().getPath(element);
    if (declared == null
        || declared.getCompilationUnit() != session.unit()
        || !(declared.getLeaf() instanceof VariableTree variable)
        || isWritten(variable)) {
      return true;
    }
    TreePath parent = declared.getParentPath();
    return switch (parent.getLeaf()) {
      case EnhancedForLoopTree loop -> of(new TreePath(parent, loop.getExpression()));
      case LambdaExpressionTree lambda -> call(parent.getParentPath());
      default ->
          variable.getInitializer() != null
              && of(new TreePath(declared, variable.getInitializer()));
    };
  }

  private boolean isWritten(VariableTree variable) {
    Tree type = variable.getType();
    return type != null
        && session.start(type) >= 0
        && session.end(type) > session.start(type)
        && !session.text().startsWith("var ", session.start(type));
  }

  /// Of a lambda: whether what takes it is certain.
  private boolean call(@Nullable TreePath around) {
    return around != null
        && switch (around.getLeaf()) {
          case MethodInvocationTree call -> of(around);
          case NewClassTree creation -> of(around);
          case VariableTree variable -> isWritten(variable);
          default -> false;
        };
  }

  /// A member by its simple name: found in the innermost class that has such a one, or by an
  /// import.
  private boolean inScope(TreePath use, Element member) {
    for (TreePath up = use; up != null; up = up.getParentPath()) {
      if (up.getLeaf() instanceof ClassTree && session.element(up) instanceof TypeElement type) {
        boolean isOwn = type.equals(member.getEnclosingElement());
        if (isOwn) {
          return true;
        }
        if (hierarchy.isUnknown(type)) {
          return false;
        }
        if (hierarchy.has(type, member.getEnclosingElement())) {
          return true;
        }
      }
    }
    return (Imports.names(session, member) || !hasUnknownImport(true))
        && !Imports.hasUnknown(session, hierarchy, member.getSimpleName());
  }

  private boolean select(TreePath use, MemberSelectTree select) {
    Element element = known(use);
    TreePath receiver = new TreePath(use, select.getExpression());
    int afterReceiver = session.end(select.getExpression());
    if (element == null || session.hasProblem(afterReceiver, session.end(select))) {
      return false;
    }
    if (element.getKind() == ElementKind.PACKAGE) {
      return session.isComplete();
    }
    Element in = session.element(receiver);
    if (in != null && in.getKind() == ElementKind.PACKAGE) {
      return true;
    }
    TypeMirror type = session.trees().getTypeMirror(receiver);
    if (type == null || !of(receiver) || !typeOf(receiver)) {
      return false;
    }
    if (element instanceof ExecutableElement method) {
      return overloads.isOnlyOne(use, method, type);
    }
    return type.getKind() == TypeKind.ARRAY || isMember(type, element);
  }

  /// Whether a type has that member, however unknown what it extends may be.
  private boolean isMember(TypeMirror type, Element member) {
    Element owner = member.getEnclosingElement();
    List<TypeElement> declared = hierarchy.elements(type);
    return !declared.isEmpty()
        && declared.stream()
            .allMatch(element -> element.equals(owner) || !hierarchy.isUnknown(element));
  }

  private boolean reference(TreePath use, MemberReferenceTree reference) {
    Element element = known(use);
    TreePath receiver = new TreePath(use, reference.getQualifierExpression());
    TypeMirror type = session.trees().getTypeMirror(receiver);
    return element instanceof ExecutableElement method
        && type != null
        && !session.hasProblem(session.start(reference), session.end(reference))
        && of(receiver)
        && typeOf(receiver)
        && isMember(type, element)
        && hierarchy.elements(type).stream().noneMatch(hierarchy::isUnknown)
        && hierarchy.named(type, method).size() == 1;
  }

  private boolean creation(TreePath use, NewClassTree creation) {
    return known(use) instanceof ExecutableElement constructor
        && !session.hasProblem(session.start(creation), session.end(creation))
        && of(new TreePath(use, creation.getIdentifier()))
        && overloads.isOnlyOne(new TreePath(use, creation.getIdentifier()), constructor, null);
  }

  /// A type by its simple name.
  private boolean type(TreePath use, TypeElement type) {
    boolean imported = Imports.names(session, type);
    for (TreePath up = use; up != null; up = up.getParentPath()) {
      if (up.getLeaf() instanceof ClassTree && session.element(up) instanceof TypeElement around) {
        if (around.equals(type) || around.equals(type.getEnclosingElement())) {
          return true;
        }
        if (hierarchy.isUnknown(around)) {
          return imported;
        }
        if (hierarchy.has(around, type.getEnclosingElement())) {
          return true;
        }
      }
    }
    Element in = type.getEnclosingElement();
    if (imported || in == null || in.getKind() != ElementKind.PACKAGE) {
      return imported || !hasUnknownImport(false);
    }
    TreePath declared = session.trees().getPath(type);
    if (declared != null && declared.getCompilationUnit() == session.unit()) {
      return true;
    }
    // A class of the own package comes before those of imports of all of a package.
    return session.isComplete()
        && (Imports.isOwnPackage(session, type) || !hasUnknownImport(false));
  }

  /// Whether a class or a package is imported with all that is in it, and not known.
  ///
  /// @param members whether members are looked for, or types
  private boolean hasUnknownImport(boolean members) {
    CompilationUnitTree unit = session.unit();
    for (ImportTree imported : unit.getImports()) {
      if (Imports.isUnknown(session, hierarchy, imported, members)) {
        return true;
      }
    }
    return !session.isComplete() && unit.getImports().stream().anyMatch(Imports::takesAll);
  }
}
