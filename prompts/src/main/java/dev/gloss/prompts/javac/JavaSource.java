package dev.gloss.prompts.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.tools.Diagnostic;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// A Java file as the JDK's parser reads it. Names and types are not looked at.
///
/// @param unit the tree; parts that do not parse are missing or marked as erroneous
/// @param positions where each node stands
public record JavaSource(CompilationUnitTree unit, SourcePositions positions) {
  /// Name of the class around methods that stand in no class.
  public static final String IMPLICIT_CLASS = "GlossImplicitClass";

  /// About 10,000 lines.
  private static final int LONGEST_TEXT = 400_000;

  private static final int DEEPEST = 500;

  private static final URI NAME = URI.create("memory:///" + IMPLICIT_CLASS + ".java");
  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  /// Whether the parser is not given a text: it cannot be stopped, and goes down as deep as the
  /// text is nested.
  public static boolean isTooMuch(String text) {
    return text.length() > LONGEST_TEXT || Nesting.isDeeper(text, DEEPEST);
  }

  /// Parses a file and looks at it: about 2 ms for 500 lines once warm, some 400 ms the first time.
  ///
  /// @return what was seen; empty for a text that is too much for the parser
  /// @throws IllegalStateException if this Java runtime has no compiler
  public static <T> Optional<T> parse(String text, Function<JavaSource, T> look) {
    return run(text, (source, errors) -> source == null ? null : look.apply(source));
  }

  /// Offsets of the syntax errors, in the order in which the parser found them; -1 where it told
  /// none. It gives up at its fiftieth error at one word; what it told before is all then.
  ///
  /// @return empty for a text that is too much for the parser
  /// @throws IllegalStateException if this Java runtime has no compiler
  public static Optional<List<Integer>> errors(String text) {
    return run(
        text, (source, errors) -> source == null && errors.isEmpty() ? null : List.copyOf(errors));
  }

  private static <T> Optional<T> run(
      String text, BiFunction<@Nullable JavaSource, List<Integer>, @Nullable T> look) {
    if (isTooMuch(text)) {
      return Optional.empty();
    }
    List<Integer> errors = new ArrayList<>();
    JavaFileManager files = Javac.borrow();
    JavacTask task =
        Javac.task(
            files, problem -> note(problem, errors), OPTIONS, List.of(new SourceText(NAME, text)));
    CompilationUnitTree unit = unit(task);
    JavaSource source =
        unit == null ? null : new JavaSource(unit, Trees.instance(task).getSourcePositions());
    try {
      T seen = look.apply(source, errors);
      Javac.giveBack(files);
      return Optional.ofNullable(seen);
    } catch (StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static void note(Diagnostic<? extends JavaFileObject> problem, List<Integer> errors) {
    if (problem.getKind() == Diagnostic.Kind.ERROR) {
      errors.add((int) problem.getPosition());
    }
  }

  /// Null where the parser gave up.
  private static @Nullable CompilationUnitTree unit(JavacTask task) {
    try {
      return task.parse().iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    } catch (IllegalStateException | StackOverflowError e) {
      // There are other ways down than brackets: a sum of ten thousand terms, for one.
      return null;
    }
  }
}
