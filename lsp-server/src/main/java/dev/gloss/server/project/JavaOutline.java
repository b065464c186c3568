package dev.gloss.server.project;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import dev.gloss.prompts.javac.JavaSource;
import dev.gloss.server.project.Outline.Cut;
import dev.gloss.server.work.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// What a Java file declares, by the JDK's own parser.
final class JavaOutline {
  private final JavaSource source;
  private final String text;
  private final List<Declaration> declarations = new ArrayList<>();
  private final List<Cut> cuts = new ArrayList<>();

  private JavaOutline(JavaSource source, String text) {
    this.source = source;
    this.text = text;
  }

  /// Empty for a text that is too much for the parser.
  static Optional<Outline> of(String text) {
    return JavaSource.parse(text, source -> new JavaOutline(source, text).outline());
  }

  private Outline outline() {
    CompilationUnitTree unit = source.unit();
    String packageName = unit.getPackage() == null ? "" : name(unit.getPackage().getPackageName());
    for (ImportTree imported : unit.getImports()) {
      String name = name(imported.getQualifiedIdentifier());
      String simple = name.substring(name.lastIndexOf('.') + 1);
      if (!simple.equals("*") && !imported.isModule()) {
        cut(List.of(simple), true, start(imported), end(imported));
      }
    }
    for (Tree tree : unit.getTypeDecls()) {
      if (tree instanceof ClassTree type) {
        type(type, packageName);
      }
    }
    return new Outline(packageName, declarations, cuts);
  }

  private void type(ClassTree type, String container) {
    Workers.poll();
    String name = type.getSimpleName().toString();
    declare(Declaration.Kind.TYPE, name, container, -1, type);
    annotations(type.getModifiers());
    String qualified = container.isEmpty() ? name : container + "." + name;
    Set<Integer> shared = sharedStarts(type);
    for (Tree member : type.getMembers()) {
      switch (member) {
        case ClassTree nested -> type(nested, qualified);
        case MethodTree method -> method(method, type, qualified);
        case VariableTree field -> {
          declare(Declaration.Kind.FIELD, field.getName().toString(), qualified, -1, field);
          // Where the constants of an enum or the head of a record are, commas matter.
          boolean alone = type.getKind() == Kind.CLASS || type.getKind() == Kind.INTERFACE;
          if (alone && !shared.contains(start(field))) {
            cut(List.of(field.getName().toString()), false, start(field), end(field));
          }
        }
        case BlockTree block -> inside(block);
        default -> {}
      }
    }
  }

  private void method(MethodTree method, ClassTree type, String container) {
    boolean constructs = method.getName().contentEquals("<init>");
    String name = (constructs ? type.getSimpleName() : method.getName()).toString();
    declare(Declaration.Kind.FUNCTION, name, container, method.getParameters().size(), method);
    annotations(method.getModifiers());
    method.getParameters().forEach(parameter -> annotations(parameter.getModifiers()));
    if (method.getBody() != null) {
      inside(method.getBody());
    }
    // Of what a lambda may stand for the abstract method is needed under whatever name.
    Set<Modifier> flags = method.getModifiers().getFlags();
    boolean isAbstract =
        method.getBody() == null
            && !flags.contains(Modifier.NATIVE)
            && (type.getKind() == Kind.INTERFACE || type.getKind() == Kind.ANNOTATION_TYPE);
    if (!isAbstract) {
      cut(List.of(name), false, start(method), end(method));
    }
  }

  /// `int a, b;` are two fields that begin at the same place.
  private Set<Integer> sharedStarts(ClassTree type) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> shared = new HashSet<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree && !seen.add(start(member))) {
        shared.add(start(member));
      }
    }
    return shared;
  }

  private void annotations(ModifiersTree modifiers) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      cut(List.of(), false, start(annotation), end(annotation));
    }
  }

  /// What a block holds; `static` may stand before its brace.
  private void inside(BlockTree block) {
    int open = start(block) < 0 ? -1 : text.indexOf('{', start(block));
    int end = end(block);
    if (open >= 0 && end <= text.length() && end - open > 2 && text.charAt(end - 1) == '}') {
      cut(List.of(), false, open + 1, end - 1);
    }
  }

  private void cut(List<String> names, boolean importing, int start, int end) {
    if (start >= 0 && start < end && end <= text.length()) {
      cuts.add(new Cut(names, importing, start, end));
    }
  }

  private void declare(Declaration.Kind kind, String name, String container, int arity, Tree tree) {
    int start = start(tree);
    int end = end(tree);
    if (start >= 0 && start < end && end <= text.length() && !name.isEmpty()) {
      declarations.add(new Declaration(kind, name, container, arity, start, end));
    }
  }

  private int start(Tree tree) {
    return (int) source.positions().getStartPosition(source.unit(), tree);
  }

  private int end(Tree tree) {
    return (int) source.positions().getEndPosition(source.unit(), tree);
  }

  private static String name(@Nullable Tree tree) {
    return String.valueOf(tree).replaceAll("\\s", "");
  }
}
