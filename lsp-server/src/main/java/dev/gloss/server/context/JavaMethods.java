package dev.gloss.server.context;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import dev.gloss.prompts.javac.JavaSource;
import dev.gloss.server.work.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/// The methods of a Java file, found by the JDK's own parser, which copes with unfinished code.
final class JavaMethods {
  private JavaMethods() {}

  /// All methods, in the order in which they begin; empty when the text is too much for a parser:
  /// too long, or nested too deep.
  static Optional<List<CodeRegion>> all(String text) {
    return JavaSource.parse(
        text,
        source -> {
          Finder finder = new Finder(source, text);
          finder.scan(source.unit(), null);
          return finder.found;
        });
  }

  /// Notes each method on its way down.
  private static final class Finder extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String text;
    private final Deque<String> classes = new ArrayDeque<>();
    private final List<CodeRegion> found = new ArrayList<>();

    Finder(JavaSource source, String text) {
      this.unit = source.unit();
      this.positions = source.positions();
      this.text = text;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      Name name = type.getSimpleName();
      classes.addLast(name.isEmpty() ? "(anonymous)" : name.toString());
      super.visitClass(type, nothing);
      classes.removeLast();
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      Workers.poll();
      int start = start(method);
      int end = (int) positions.getEndPosition(unit, method);
      if (start >= 0 && start <= end && end <= text.length()) {
        found.add(new CodeRegion(start, end, symbol(method)));
      }
      return super.visitMethod(method, nothing);
    }

    private String symbol(MethodTree method) {
      String type = classes.isEmpty() ? "" : classes.getLast();
      if (method.getName().contentEquals("<init>")) {
        return type;
      }
      boolean inClass = !type.isEmpty() && !type.equals(JavaSource.IMPLICIT_CLASS);
      return inClass ? type + "." + method.getName() : method.getName().toString();
    }

    /// After the annotations that stand in front: models of ours were trained without them.
    private int start(MethodTree method) {
      int start = (int) positions.getStartPosition(unit, method);
      for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
        int annotationStart = (int) positions.getStartPosition(unit, annotation);
        if (annotationStart == start) {
          start =
              Words.afterBlanks(
                  text, (int) positions.getEndPosition(unit, annotation), text.length());
        }
      }
      return start;
    }
  }
}
