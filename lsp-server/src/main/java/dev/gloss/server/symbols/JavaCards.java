package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.workspace.Span;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/// Makes cards of what stands in a Java document.
final class JavaCards {
  private final JavaSession session;
  private final Function<ProjectFile, Optional<JavaSession>> others;

  /// @param others the compiler at work on other files of the workspace
  JavaCards(JavaSession session, Function<ProjectFile, Optional<JavaSession>> others) {
    this.session = session;
    this.others = others;
  }

  /// The card of a name; empty where nothing has one there, or nobody knows for sure what it means.
  Optional<SymbolCard> at(Span name) {
    TreePath use = NameFinder.find(session, name);
    if (use == null) {
      return Optional.empty();
    }
    if (isDeclaration(use.getLeaf())) {
      return isWhole(use) ? CardWriter.card(session, use, name) : Optional.empty();
    }
    Element element = meant(use);
    return element == null ? Optional.empty() : card(element, name);
  }

  private static boolean isDeclaration(Tree tree) {
    return tree instanceof ClassTree || tree instanceof MethodTree || tree instanceof VariableTree;
  }

  /// What broken code leaves of a declaration is none.
  private boolean isWhole(TreePath declaration) {
    return session.element(declaration) != null;
  }

  /// What a name means for sure; null where that is not known.
  private @Nullable Element meant(TreePath use) {
    Certainty certainty = new Certainty(session);
    TreePath creation = creation(use);
    if (creation != null
        && session.element(creation) instanceof ExecutableElement constructor
        && session.trees().getPath(constructor) != null
        && isWritten(constructor)
        && certainty.of(creation)) {
      return constructor;
    }
    Element element = session.element(use);
    boolean known =
        element != null
            && (element.asType().getKind() != TypeKind.ERROR || element.getKind().isVariable());
    return known && certainty.of(use) ? element : null;
  }

  /// The `new` whose class the name is.
  private static @Nullable TreePath creation(TreePath use) {
    TreePath path = use.getParentPath();
    Tree named = use.getLeaf();
    if (path != null
        && path.getLeaf() instanceof ParameterizedTypeTree type
        && type.getType() == named) {
      named = type;
      path = path.getParentPath();
    }
    return path != null
            && path.getLeaf() instanceof NewClassTree creation
            && creation.getIdentifier() == named
            && creation.getClassBody() == null
        ? path
        : null;
  }

  /// Whether a constructor stands in the file: most classes have one that does not.
  private boolean isWritten(ExecutableElement constructor) {
    TreePath path = session.trees().getPath(constructor);
    Element type = constructor.getEnclosingElement();
    TreePath around = session.trees().getPath(type);
    return path != null
        && around != null
        && session.elements().getOrigin(constructor) == Elements.Origin.EXPLICIT;
  }

  private Optional<SymbolCard> card(Element element, Span name) {
    JavaSession.Place place = session.place(element).orElse(null);
    if (place == null) {
      return outside(element, name);
    }
    if (place.file() == null) {
      TreePath declared = Objects.requireNonNull(session.trees().getPath(element));
      return CardWriter.card(session, declared, name);
    }
    JavaSession there = others.apply(place.file()).orElse(null);
    if (there == null) {
      return Optional.empty();
    }
    TreePath declared = DeclarationAt.find(there, place.start(), element);
    return declared == null ? Optional.empty() : CardWriter.card(there, declared, name);
  }

  /// What is declared in the JDK: the compiler knows its signature.
  private Optional<SymbolCard> outside(Element element, Span name) {
    String kind = CardWriter.kind(element);
    if (kind.isEmpty() || session.trees().getPath(outermost(element)) != null) {
      return Optional.empty();
    }
    boolean isType = element instanceof TypeElement;
    String signature =
        element instanceof ExecutableElement method && method.getKind() == ElementKind.METHOD
            ? method.getReturnType() + " " + method
            : isType ? kind + " " + element : element.asType() + " " + element;
    return Optional.of(
        new SymbolCard(
            name.start(),
            name.end(),
            kind,
            element.getSimpleName().toString(),
            signature,
            isType ? "" : String.valueOf(element.getEnclosingElement()),
            null,
            "",
            List.of(),
            null,
            null));
  }

  private static Element outermost(Element element) {
    Element up = element;
    while (up.getEnclosingElement() != null
        && up.getEnclosingElement().getKind() != ElementKind.PACKAGE) {
      up = up.getEnclosingElement();
    }
    return up;
  }
}
