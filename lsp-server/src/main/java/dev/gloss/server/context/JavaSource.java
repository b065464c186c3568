package dev.gloss.server.context;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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

  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  /// Making one is slow; each is used by one parse at a time.
  private static final Queue<JavaFileManager> FILE_MANAGERS = new ConcurrentLinkedQueue<>();

  /// Parses a file and looks at it: about 2 ms for 500 lines once warm, some 400 ms the first time.
  ///
  /// @throws IllegalStateException if this Java runtime has no compiler
  static <T> T parse(String text, Function<JavaSource, T> look) {
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
                  null, files, diagnostic -> {}, OPTIONS, null, List.of(new InMemory(text)));
      CompilationUnitTree unit = task.parse().iterator().next();
      return look.apply(new JavaSource(unit, Trees.instance(task).getSourcePositions()));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    } finally {
      FILE_MANAGERS.add(files);
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
