package dev.gloss.server.context;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.gloss.prompts.completion.Nesting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A Java file as the JDK's parser reads it. Names and types are not looked at.
///
/// @param unit the tree; parts that do not parse are missing or marked as erroneous
/// @param positions where each node stands
record JavaSource(CompilationUnitTree unit, SourcePositions positions) {
  /// Name of the class around methods that stand in no class.
  static final String IMPLICIT_CLASS = "GlossImplicitClass";

  /// About 10,000 lines.
  private static final int LONGEST_TEXT = 400_000;

  private static final int DEEPEST = 500;

  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  /// Making one is slow; each is used by one parse at a time.
  private static final Queue<JavaFileManager> FILE_MANAGERS = new ConcurrentLinkedQueue<>();

  /// Parses a file and looks at it: about 2 ms for 500 lines once warm, some 400 ms the first time.
  /// The parser cannot be stopped and goes down as deep as the text is nested, so it is not given
  /// texts that are too much for it.
  ///
  /// @return what was seen; empty for a text that is too long or nested too deep
  /// @throws IllegalStateException if this Java runtime has no compiler
  static <T> Optional<T> parse(String text, Function<JavaSource, T> look) {
    if (text.length() > LONGEST_TEXT || Nesting.isDeeper(text, DEEPEST)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parseAny(text, look));
    } catch (StackOverflowError e) {
      // There are other ways down than brackets: a sum of ten thousand terms, for one.
      return Optional.empty();
    } catch (IllegalStateException e) {
      // As javac tells of what broke its parser.
      if (e.getCause() instanceof StackOverflowError) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T parseAny(String text, Function<JavaSource, T> look) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "this Java runtime has no compiler (module jdk.compiler): start Gloss with a JDK 25");
    }
    JavaFileManager files = FILE_MANAGERS.poll();
    if (files == null) {
      files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }
    try {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(),
                  files,
                  diagnostic -> {},
                  OPTIONS,
                  null,
                  List.of(new InMemory(text)));
      CompilationUnitTree unit = task.parse().iterator().next();
      T seen = look.apply(new JavaSource(unit, Trees.instance(task).getSourcePositions()));
      // One that broke on the way is not used again.
      FILE_MANAGERS.add(files);
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  /// The text as a file of that compiler.
  private static final class InMemory extends SimpleJavaFileObject {
    private final String text;

    InMemory(String text) {
      super(URI.create("memory:///" + IMPLICIT_CLASS + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
