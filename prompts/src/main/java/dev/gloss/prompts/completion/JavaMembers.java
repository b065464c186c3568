package dev.gloss.prompts.completion;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The members of Java classes, by name and the parameters' types as they are written.
final class JavaMembers {
  private JavaMembers() {}

  /// Whether a class declares a member within a stretch that it declares elsewhere, too.
  static boolean declaresAgain(
      CompilationUnitTree unit, SourcePositions positions, int from, int to) {
    Finder finder = new Finder(unit, positions, from, to);
    finder.scan(unit, null);
    return finder.found;
  }

  private static final class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int from;
    private final int to;
    private boolean found;

    Finder(CompilationUnitTree unit, SourcePositions positions, int from, int to) {
      this.unit = unit;
      this.positions = positions;
      this.from = from;
      this.to = to;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      Map<String, Boolean> inside = new HashMap<>();
      for (Tree member : type.getMembers()) {
        String signature = signature(member);
        if (signature != null) {
          boolean within = isWithin(member);
          Boolean other = inside.putIfAbsent(signature, within);
          found |= other != null && (within || other);
        }
      }
      return super.visitClass(type, nothing);
    }

    /// Where its name stands: a member may begin before the stretch, with its modifiers.
    private boolean isWithin(Tree member) {
      long end = positions.getEndPosition(unit, member);
      return end > from && positions.getStartPosition(unit, member) < to && end != -1;
    }

    private static @Nullable String signature(Tree member) {
      return switch (member) {
        case MethodTree method ->
            method.getParameters().stream()
                .map(parameter -> String.valueOf(parameter.getType()))
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
        case VariableTree field -> field.getName().toString();
        case ClassTree type -> "class " + type.getSimpleName();
        default -> null;
      };
    }
  }
}
