package dev.gloss.server.symbols;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.gloss.server.symbols.SymbolCard.Code;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Writes down what a declaration is.
final class CardWriter {
  private CardWriter() {}

  /// The card of a declaration.
  ///
  /// @param in the compiler at work on its file
  /// @param declared the declaration
  /// @param name where somebody points, in whatever file
  static Optional<SymbolCard> card(JavaSession in, TreePath declared, Span name) {
    Element element = in.element(declared);
    Tree tree = declared.getLeaf();
    Span declaredName = NameFinder.name(in, tree);
    String kind = element == null ? "" : kind(element);
    if (element == null || kind.isEmpty() || declaredName.isNone()) {
      return Optional.empty();
    }
    Document document = in.document();
    MethodFacts method =
        tree instanceof MethodTree
            ? MethodReader.read(in, declared, Callers.of(in, element))
            : null;
    return Optional.of(
        new SymbolCard(
            name.start(),
            name.end(),
            kind,
            declaredName.of(in.text()),
            Header.of(in, tree),
            container(element),
            SymbolCard.where(document, declaredName.start(), in.start(tree)),
            DocSentence.of(Objects.requireNonNullElse(in.trees().getDocComment(declared), "")),
            facts(in, tree, element, method),
            method,
            code(in, tree, element)));
  }

  private static List<String> facts(
      JavaSession in, Tree tree, Element element, @Nullable MethodFacts method) {
    if (method != null) {
      return FactLines.of(method);
    }
    if (tree instanceof ClassTree type) {
      return List.of(members(type));
    }
    VariableUses uses = VariableUses.of(in, element);
    boolean hidden = element.getKind() == ElementKind.ENUM_CONSTANT;
    return uses == null || hidden || isSeenElsewhere(element)
        ? List.of()
        : FactLines.of(
            uses,
            element.getKind() == ElementKind.PARAMETER
                || (tree instanceof VariableTree variable && variable.getInitializer() != null));
  }

  /// What other files may use is not counted in one.
  private static boolean isSeenElsewhere(Element variable) {
    return variable.getKind() == ElementKind.FIELD
        && !variable.getModifiers().contains(Modifier.PRIVATE);
  }

  private static String members(ClassTree type) {
    int methods = 0;
    int fields = 0;
    int types = 0;
    for (Tree member : type.getMembers()) {
      switch (member) {
        case MethodTree method when !method.getName().contentEquals("<init>") -> methods++;
        case VariableTree field -> fields++;
        case ClassTree nested -> types++;
        default -> {}
      }
    }
    List<String> parts = new ArrayList<>();
    parts.add(FactLines.count(methods, "method", "methods"));
    parts.add(FactLines.count(fields, "field", "fields"));
    if (types > 0) {
      parts.add(FactLines.count(types, "nested type", "nested types"));
    }
    return "Declares " + String.join(", ", parts) + ".";
  }

  private static @Nullable Code code(JavaSession in, Tree tree, Element element) {
    Document document = in.document();
    List<Span> pieces =
        switch (element.getKind()) {
          case METHOD, CONSTRUCTOR ->
              tree instanceof MethodTree method && method.getBody() != null
                  ? List.of(new Span(Header.start(in, tree), in.end(tree)))
                  : List.of();
          case CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE ->
              TypeDigest.of(in, (ClassTree) tree);
          case FIELD -> FieldDigest.of(in, tree, element);
          default -> List.of();
        };
    return pieces.isEmpty()
        ? null
        : new Code(
            document.uri(),
            document.languageId(),
            document.text(),
            pieces,
            tree instanceof ClassTree ? ";" : "\n",
            tree instanceof MethodTree ? Calls.in(in, pieces.getFirst()) : List.of());
  }

  private static String container(Element element) {
    Element in = element.getEnclosingElement();
    if (in == null || in.getKind() == ElementKind.PACKAGE) {
      return in == null ? "" : in.toString().equals("unnamed package") ? "" : in.toString();
    }
    String name = in.getSimpleName().toString();
    Element type = in.getEnclosingElement();
    return name.equals("<init>") && type != null ? type.getSimpleName().toString() : name;
  }

  /// What something is, in words; empty for what has no card.
  static String kind(Element element) {
    return switch (element.getKind()) {
      case CLASS, INTERFACE, ENUM, RECORD, METHOD, CONSTRUCTOR, FIELD, PARAMETER ->
          element.getKind().toString().toLowerCase(Locale.ROOT);
      case ANNOTATION_TYPE -> "annotation";
      case ENUM_CONSTANT -> "enum constant";
      case LOCAL_VARIABLE, RESOURCE_VARIABLE, BINDING_VARIABLE, EXCEPTION_PARAMETER ->
          "local variable";
      case RECORD_COMPONENT -> "record component";
      case TYPE_PARAMETER -> "type parameter";
      default -> "";
    };
  }
}
