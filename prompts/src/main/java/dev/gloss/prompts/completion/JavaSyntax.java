package dev.gloss.prompts.completion;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Java by javac's own parser, in this process: about 2 ms for 500 lines once warm, a few hundred
/// the first time (call [#warmUp()] in the background).
///
/// Parses only: no names, no types, no annotation processors, no files. File managers are reused
/// but never shared by two checks at a time; they are kept in a queue and not by thread, since
/// callers may be virtual threads. What is too much for the parser is judged by its brackets.
public final class JavaSyntax implements Syntax {
  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");
  private static final Queue<JavaFileManager> FILE_MANAGERS = new ConcurrentLinkedQueue<>();

  /// The parser cannot be stopped, and goes down as deep as the text is nested.
  private static final int LONGEST_TEXT = 400_000;

  private static final int DEEPEST = 500;

  private final JavaCompiler compiler;
  private final Syntax brackets = new TextSyntax(Lexicon.JAVA);

  /// @throws IllegalStateException if the runtime lacks the module `jdk.compiler`
  public JavaSyntax() {
    JavaCompiler found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new IllegalStateException(
          "this Java runtime has no compiler: module jdk.compiler is missing");
    }
    this.compiler = found;
  }

  /// Whether the runtime has javac.
  public static boolean isAvailable() {
    return ToolProvider.getSystemJavaCompiler() != null;
  }

  /// Parses a little, so that the first check of a document is not slow.
  public void warmUp() {
    for (int i = 0; i < 20; i++) {
      errors("class Warm { int up(int n) { return n > 0 ? up(n - 1) : 0; } }");
    }
  }

  @Override
  public Lexicon lexicon() {
    return Lexicon.JAVA;
  }

  /// {@inheritDoc}
  ///
  /// The parser gives up at its fiftieth error at one word; what it told before is all then.
  @Override
  public List<SyntaxError> errors(String document) {
    List<SyntaxError> errors =
        parse(document, (task, unit, found) -> unit == null && found.isEmpty() ? null : found);
    return errors == null ? brackets.errors(document) : errors;
  }

  @Override
  public boolean declaresAgain(String document, int from, int to) {
    Boolean again =
        parse(
            document,
            (task, unit, found) ->
                unit != null
                    && JavaMembers.declaresAgain(
                        unit, Trees.instance(task).getSourcePositions(), from, to));
    return Boolean.TRUE.equals(again);
  }

  /// What is wanted of a document.
  @FunctionalInterface
  private interface Question<T> {

    /// @param unit null where the parser gave up
    /// @param errors what it found until then
    @Nullable T ask(JavacTask task, @Nullable CompilationUnitTree unit, List<SyntaxError> errors);
  }

  /// The answer; null where the document is too much for the parser.
  private <T> @Nullable T parse(String document, Question<T> question) {
    if (document.length() > LONGEST_TEXT || Nesting.isDeeper(document, DEEPEST)) {
      return null;
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaFileManager files = FILE_MANAGERS.poll();
    if (files == null) {
      files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
    }
    try {
      var task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(),
                  files,
                  found,
                  OPTIONS,
                  null,
                  List.of(new SourceText(document)));
      CompilationUnitTree unit = unit(task);
      List<SyntaxError> errors =
          found.getDiagnostics().stream()
              .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
              .map(problem -> error(problem, document))
              .toList();
      return question.ask(task, unit, errors);
    } finally {
      FILE_MANAGERS.add(files);
    }
  }

  private static @Nullable CompilationUnitTree unit(JavacTask task) {
    try {
      return task.parse().iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException | StackOverflowError e) {
      // There are other ways down than brackets: a sum of ten thousand terms, for one.
      return null;
    }
  }

  private static SyntaxError error(Diagnostic<?> problem, String document) {
    long position = problem.getPosition();
    return new SyntaxError(position < 0 ? document.length() : (int) position);
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String text) {
      super(URI.create("memory:///Document.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
