package dev.gloss.server.context;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/// The methods of a Java file, found by the JDK's own parser, which copes with unfinished code.
final class JavaMethods {
  private JavaMethods() {}

  static Optional<CodeRegion> enclosing(String text, int offset) {
    return JavaSource.parse(
        text,
        source -> {
          Finder finder = new Finder(source, text, offset);
          finder.scan(source.unit(), null);
          return Optional.ofNullable(finder.found);
        });
  }

  /// Goes down to the innermost method around the offset.
  private static final class Finder extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String text;
    private final int offset;
    private final Deque<String> classes = new ArrayDeque<>();
    private @Nullable CodeRegion found;

    Finder(JavaSource source, String text, int offset) {
      this.unit = source.unit();
      this.positions = source.positions();
      this.text = text;
      this.offset = offset;
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
      int start = start(method);
      int end = (int) positions.getEndPosition(unit, method);
      if (start >= 0 && end <= text.length() && lineStart(start) <= offset && offset <= end) {
        found = new CodeRegion(start, end, symbol(method));
        super.visitMethod(method, nothing);
      }
      return null;
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
          start = afterBlanks((int) positions.getEndPosition(unit, annotation));
        }
      }
      return start;
    }

    private int afterBlanks(int from) {
      int i = from;
      while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
        i++;
      }
      return i;
    }

    private int lineStart(int from) {
      return text.lastIndexOf('\n', Math.max(0, from - 1)) + 1;
    }
  }
}
