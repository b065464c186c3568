package dev.gloss.server.eval;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.gloss.prompts.javac.Javac;
import dev.gloss.prompts.javac.SourceText;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/// What names in Java files mean, by the compiler's attribution of all the files together.
/// Libraries are not there; names that need them mean nothing.
final class HoverTruth {
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-Xlint:none", "-Xmaxerrs", "1000000");

  private final Trees trees;
  private final Elements elements;
  private final SourcePositions positions;
  private final List<Use> uses = new ArrayList<>();

  /// A name in a file, and what it means.
  ///
  /// @param uri of the file
  /// @param offset where the name begins
  /// @param meaning what it means
  record Use(URI uri, int offset, Meaning meaning) {}

  /// A meaning.
  ///
  /// @param kind what it is
  /// @param name its name
  /// @param uri of the file that declares it; null for none of the files
  /// @param start where the declaration begins there
  /// @param method what is true of a method; null for all else
  record Meaning(
      ElementKind kind, String name, @Nullable URI uri, int start, @Nullable Method method) {}

  /// A method.
  ///
  /// @param parameters names
  /// @param returns whether it returns something
  /// @param declares how many exceptions it declares
  /// @param recursive whether it calls itself
  record Method(List<String> parameters, boolean returns, int declares, boolean recursive) {}

  private HoverTruth(JavacTask task) {
    this.trees = Trees.instance(task);
    this.elements = task.getElements();
    this.positions = trees.getSourcePositions();
  }

  /// All uses of names that mean something, outside of imports and package declarations.
  ///
  /// @param texts the files, by their URIs
  static List<Use> of(Map<URI, String> texts) throws IOException {
    List<SourceText> sources =
        texts.entrySet().stream()
            .map(entry -> new SourceText(entry.getKey(), entry.getValue()))
            .toList();
    JavaFileManager files = new WithoutLibraries(Javac.borrow());
    JavacTask task = Javac.task(files, problem -> {}, OPTIONS, sources);
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    var unused = task.analyze();
    HoverTruth truth = new HoverTruth(task);
    for (CompilationUnitTree unit : units) {
      truth.new Scan(unit).scan(unit, null);
    }
    return truth.uses;
  }

  private Meaning meaning(Element element) {
    TreePath declared = trees.getPath(element);
    Method method =
        element instanceof ExecutableElement executable && declared != null
            ? method(executable, declared)
            : null;
    CompilationUnitTree in = declared == null ? null : declared.getCompilationUnit();
    return new Meaning(
        element.getKind(),
        element.getSimpleName().toString(),
        in == null ? null : in.getSourceFile().toUri(),
        in == null ? -1 : (int) positions.getStartPosition(in, declared.getLeaf()),
        method);
  }

  private Method method(ExecutableElement method, TreePath declared) {
    return new Method(
        method.getParameters().stream().map(p -> p.getSimpleName().toString()).toList(),
        method.getKind() == ElementKind.METHOD && method.getReturnType().getKind() != TypeKind.VOID,
        method.getThrownTypes().size(),
        calls(method, declared));
  }

  private boolean calls(ExecutableElement method, TreePath declared) {
    boolean[] found = {false};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable Void nothing) {
        TreePath name = new TreePath(getCurrentPath(), tree.getMethodSelect());
        found[0] |= method.equals(trees.getElement(name));
        return super.visitMethodInvocation(tree, nothing);
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree tree, @Nullable Void nothing) {
        return null;
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        return null;
      }
    }.scan(declared, null);
    return found[0];
  }

  private final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;

    Scan(CompilationUnitTree unit) {
      this.unit = unit;
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
      return null;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      Element element = trees.getElement(getCurrentPath());
      boolean written = element == null || elements.getOrigin(element) == Elements.Origin.EXPLICIT;
      return written ? super.visitMethod(tree, nothing) : null;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
      String name = tree.getName().toString();
      if (!Set.of("this", "super").contains(name)) {
        use((int) positions.getStartPosition(unit, tree), name);
      }
      return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
      String name = tree.getIdentifier().toString();
      if (!Set.of("this", "super", "class").contains(name)) {
        use((int) positions.getEndPosition(unit, tree) - name.length(), name);
      }
      return super.visitMemberSelect(tree, nothing);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
      String name = tree.getName().toString();
      if (tree.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) {
        use((int) positions.getEndPosition(unit, tree) - name.length(), name);
      }
      return super.visitMemberReference(tree, nothing);
    }

    private void use(int offset, String name) {
      Element element = trees.getElement(getCurrentPath());
      Element constructor = constructor();
      Element meant = constructor == null ? element : constructor;
      if (meant != null
          && offset >= 0
          && meant.asType().getKind() != TypeKind.ERROR
          && meant.getKind() != ElementKind.PACKAGE) {
        uses.add(new Use(unit.getSourceFile().toUri(), offset, meaning(meant)));
      }
    }

    /// Of a class behind `new`, where the constructor is written.
    private @Nullable Element constructor() {
      TreePath up = getCurrentPath();
      Tree named = up.getLeaf();
      while (up != null && !(up.getLeaf() instanceof NewClassTree)) {
        Tree leaf = up.getLeaf();
        boolean isName = leaf == named || leaf.getKind() == Tree.Kind.PARAMETERIZED_TYPE;
        if (!isName) {
          return null;
        }
        up = up.getParentPath();
      }
      if (up == null
          || !(up.getLeaf() instanceof NewClassTree creation)
          || creation.getClassBody() != null
          || !isNamed(creation.getIdentifier(), named)) {
        return null;
      }
      Element constructor = trees.getElement(up);
      return constructor != null
              && trees.getPath(constructor) != null
              && elements.getOrigin(constructor) == Elements.Origin.EXPLICIT
          ? constructor
          : null;
    }

    private static boolean isNamed(Tree type, Tree name) {
      return type == name
          || (type instanceof ParameterizedTypeTree generic && generic.getType() == name);
    }
  }

  /// Only what is given, and the JDK.
  private static final class WithoutLibraries extends ForwardingJavaFileManager<JavaFileManager> {
    WithoutLibraries(JavaFileManager files) {
      super(files);
    }

    @Override
    public Iterable<JavaFileObject> list(
        Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
        throws IOException {
      return location == StandardLocation.CLASS_PATH
          ? List.of()
          : super.list(location, packageName, kinds, recurse);
    }
  }
}
