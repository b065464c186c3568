package dev.gloss.server.symbols;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/// Finds the methods and constructors that a piece of code calls for sure, and that are declared in
/// the workspace outside of the piece: what a reader would look up.
final class Calls extends TreePathScanner<@Nullable Void, @Nullable Void> {
  /// More would say more of them than of the code.
  private static final int MOST = 6;

  private final JavaSession session;
  private final Span code;
  private final Certainty certainty;
  private final Map<Element, String> found = new LinkedHashMap<>();

  private Calls(JavaSession session, Span code) {
    this.session = session;
    this.code = code;
    this.certainty = new Certainty(session);
  }

  /// Their declarations, each on a line: owner, head, and the first sentence of the documentation.
  ///
  /// @param code a piece of the session's document
  static List<String> in(JavaSession session, Span code) {
    Calls calls = new Calls(session, code);
    calls.scan(session.unit(), null);
    return List.copyOf(calls.found.values());
  }

  @Override
  public @Nullable Void scan(Tree tree, @Nullable Void nothing) {
    boolean isBehind = tree != null && session.start(tree) >= code.end();
    return isBehind || found.size() == MOST ? null : super.scan(tree, nothing);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    look(new TreePath(getCurrentPath(), tree.getMethodSelect()));
    return super.visitMethodInvocation(tree, nothing);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
    look(getCurrentPath());
    return super.visitNewClass(tree, nothing);
  }

  private void look(TreePath use) {
    if (session.start(use.getLeaf()) >= code.start()
        && session.element(use) instanceof ExecutableElement called
        && !found.containsKey(called)
        && session.elements().getOrigin(called) == Elements.Origin.EXPLICIT
        && certainty.of(use)) {
      TreePath declared = session.trees().getPath(called);
      if (declared != null
          && declared.getLeaf() instanceof MethodTree method
          && !isInside(declared)) {
        String line = line(called, method, declared);
        if (!line.isEmpty()) {
          found.put(called, line);
        }
      }
    }
  }

  private boolean isInside(TreePath declared) {
    int start = session.start(declared.getLeaf());
    return declared.getCompilationUnit() == session.unit()
        && code.start() <= start
        && start < code.end();
  }

  /// Empty where a secret stands in the head: it is written anew of types and names, but types may
  /// have annotations.
  private String line(ExecutableElement called, MethodTree method, TreePath declared) {
    int start = session.start(declared);
    int end =
        method.getBody() == null
            ? session.end(declared)
            : session.start(new TreePath(declared, method.getBody()));
    Document document = session.document(declared.getCompilationUnit()).orElse(null);
    if (document == null || start < 0 || isCovered(document, start, end)) {
      return "";
    }
    String doc = isCovered(document, 0, start) ? "" : documentation(declared);
    return head(called, method) + (doc.isEmpty() ? "" : " // " + doc);
  }

  /// Whether a secret stands in a part of a file. Of a comment nobody knows where it begins, so
  /// that all before a declaration is asked about.
  private static boolean isCovered(Document document, int start, int end) {
    String masked = document.analysis(WorkspaceFiles.MASKED);
    return !masked.regionMatches(start, document.text(), start, end - start);
  }

  private String documentation(TreePath declared) {
    return DocSentence.of(Objects.requireNonNullElse(session.trees().getDocComment(declared), ""));
  }

  /// Written anew of names and types alone.
  private static String head(ExecutableElement called, MethodTree method) {
    Element in = Objects.requireNonNull(called.getEnclosingElement(), "a method is in a class");
    String owner = in.getSimpleName().toString();
    String parameters =
        method.getParameters().stream()
            .map(parameter -> parameter.getType() + " " + parameter.getName())
            .collect(Collectors.joining(", "));
    if (called.isVarArgs()) {
      int last = parameters.lastIndexOf("[]");
      parameters = parameters.substring(0, last) + "..." + parameters.substring(last + 2);
    }
    Tree type = method.getReturnType();
    return type == null
        ? "new " + owner + "(" + parameters + ")"
        : type + " " + owner + "." + method.getName() + "(" + parameters + ")";
  }
}
