package dev.gloss.server.symbols;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.gloss.prompts.javac.JavaSource;
import dev.gloss.prompts.javac.Javac;
import dev.gloss.prompts.javac.SourceText;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.TakenBack;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// The compiler at work on one version of a Java document, with the workspace as its source path:
/// it finds out which declaration each name means.
///
/// Of other files signatures are read, and those only that the document can speak of. Names and
/// types of a class are looked at when somebody first asks for one in it. One thread at a time.
final class JavaSession {
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-Xlint:none", "-implicit:none", "-Xmaxerrs", "100000");

  /// Errors about a value where another type is wanted: its name means what it means.
  private static final Set<String> OF_TYPES =
      Set.of(
          "compiler.err.prob.found.req",
          "compiler.err.incomparable.types",
          "compiler.err.operator.cant.be.applied",
          "compiler.err.operator.cant.be.applied.1",
          "compiler.err.cant.deref",
          "compiler.err.not.stmt");

  private final Document document;
  private final SourcePath path;
  private final boolean asked;
  private final boolean complete;
  private final List<Problem> problems = new ArrayList<>();
  private final CompilationUnitTree unit;
  private boolean parsed;
  private final Trees trees;
  private final Elements elements;
  private final Types types;

  /// An error that the compiler told.
  ///
  /// @param start where the code begins that it is about
  /// @param end after its end
  record Problem(long start, long end) {}

  private JavaSession(Document document, SourcePath path, boolean asked, boolean complete) {
    this.document = document;
    this.path = path;
    this.asked = asked;
    this.complete = complete;
    JavacTask task =
        Javac.task(
            path, this::note, OPTIONS, List.of(new SourceText(uri(document), document.text())));
    try {
      this.unit = task.parse().iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    this.parsed = true;
    this.trees = Trees.instance(task);
    this.elements = task.getElements();
    this.types = task.getTypes();
    // Whoever asks for a class has the compiler enter all that it was given.
    var unused = elements.getTypeElement("java.lang.Object");
  }

  /// Begins one; empty for a text that is too much for the compiler.
  ///
  /// @param complete whether all files of the workspace are known
  /// @throws TakenBack if nobody wants it any more
  static Optional<JavaSession> open(Document document, WorkspaceFiles project, boolean complete) {
    if (JavaSource.isTooMuch(document.text())) {
      return Optional.empty();
    }
    Path file = PromptAdmission.path(document.uri()).map(WorkspaceFiles::real).orElse(null);
    boolean known = complete && file != null && project.covers(file);
    JavaFileManager files = Javac.borrow();
    SourcePath path = new SourcePath(files, project, file, document);
    return guarded(() -> Optional.of(new JavaSession(document, path, complete, known)));
  }

  /// Does something with the compiler, which breaks off in ways of its own.
  ///
  /// @return empty where it broke off
  /// @throws TakenBack if nobody wants it any more
  static <T> Optional<T> guarded(Supplier<Optional<T>> work) {
    try {
      return work.get();
    } catch (StackOverflowError e) {
      return Optional.empty();
    } catch (TakenBack e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof TakenBack taken) {
          throw taken;
        }
      }
      // What breaks the compiler is its matter: there is nothing to be said then.
      return Optional.empty();
    }
  }

  private void note(Diagnostic<? extends JavaFileObject> problem) {
    // What does not parse is missing from the tree, and says nothing about the rest.
    if (parsed
        && problem.getKind() == Diagnostic.Kind.ERROR
        && !OF_TYPES.contains(problem.getCode())
        && problem.getSource() instanceof SourceText) {
      problems.add(new Problem(problem.getStartPosition(), problem.getEndPosition()));
    }
  }

  private static URI uri(Document document) {
    String name = document.uri().replaceAll("[?#].*", "");
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    boolean plain = name.matches("\\w[\\w-]*\\.java");
    return URI.create("memory:///" + (plain ? name : "Document.java"));
  }

  /// Whether what it was told still holds.
  ///
  /// @param allKnown whether all files of the workspace are known now
  boolean isFresh(Document now, boolean allKnown) {
    return now == document && asked == allKnown && path.isFresh();
  }

  Document document() {
    return document;
  }

  String text() {
    return document.text();
  }

  /// The text with secrets covered.
  String masked() {
    return document.analysis(WorkspaceFiles.MASKED);
  }

  /// Whether all files that the document's names may be declared in were there to be read.
  boolean isComplete() {
    return complete;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  Trees trees() {
    return trees;
  }

  Elements elements() {
    return elements;
  }

  Types types() {
    return types;
  }

  /// What a name in the document, or a declaration, stands for; null where the compiler does not
  /// know.
  @Nullable Element element(TreePath tree) {
    return trees.getElement(tree);
  }

  int start(Tree tree) {
    return (int) positions().getStartPosition(unit, tree);
  }

  int end(Tree tree) {
    return (int) positions().getEndPosition(unit, tree);
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }

  /// Whether the compiler told of an error about code that lies in a stretch.
  boolean hasProblem(int start, int end) {
    return problems.stream().anyMatch(problem -> start <= problem.start() && problem.end() <= end);
  }

  /// Where a declaration begins, in whatever file it stands.
  int start(TreePath declared) {
    return (int) positions().getStartPosition(declared.getCompilationUnit(), declared.getLeaf());
  }

  /// Where it ends.
  int end(TreePath declared) {
    return (int) positions().getEndPosition(declared.getCompilationUnit(), declared.getLeaf());
  }

  /// The document that was read as a unit.
  Optional<Document> document(CompilationUnitTree read) {
    return read == unit ? Optional.of(document) : path.document(read.getSourceFile().toUri());
  }

  /// Where something is declared, if that is a file of the workspace.
  Optional<Place> place(Element element) {
    TreePath declared = trees.getPath(element);
    if (declared == null) {
      return Optional.empty();
    }
    CompilationUnitTree in = declared.getCompilationUnit();
    int start = start(declared);
    if (start < 0) {
      return Optional.empty();
    }
    if (in == unit) {
      return Optional.of(new Place(null, start));
    }
    return path.file(in.getSourceFile().toUri()).map(file -> new Place(file, start));
  }

  /// Where a declaration begins.
  ///
  /// @param file null for the document
  record Place(@Nullable ProjectFile file, int start) {}
}
