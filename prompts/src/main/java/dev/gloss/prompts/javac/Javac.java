package dev.gloss.prompts.javac;

import com.sun.source.util.JavacTask;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// The compiler of this runtime, and the file managers that it works with.
///
/// Making a file manager is slow, so they are used again, each by one task at a time. They are kept
/// in a queue and not by thread, since callers may be virtual threads.
public final class Javac {
  private static final Queue<JavaFileManager> FILE_MANAGERS = new ConcurrentLinkedQueue<>();

  private Javac() {}

  /// Whether this runtime has a compiler.
  public static boolean isAvailable() {
    return ToolProvider.getSystemJavaCompiler() != null;
  }

  /// A file manager that nobody else uses until [#giveBack].
  ///
  /// @throws IllegalStateException if this runtime has no compiler
  public static JavaFileManager borrow() {
    JavaFileManager files = FILE_MANAGERS.poll();
    return files != null
        ? files
        : compiler().getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /// It is used again. One with which a task broke off is better left to the collector.
  public static void giveBack(JavaFileManager files) {
    FILE_MANAGERS.add(files);
  }

  /// A fresh task.
  ///
  /// @param files a borrowed manager, or one that asks it
  /// @param problems is told of errors
  /// @param sources what it works on
  /// @throws IllegalStateException if this runtime has no compiler
  public static JavacTask task(
      JavaFileManager files,
      DiagnosticListener<? super JavaFileObject> problems,
      List<String> options,
      List<? extends JavaFileObject> sources) {
    return (JavacTask)
        compiler().getTask(Writer.nullWriter(), files, problems, options, null, sources);
  }

  private static JavaCompiler compiler() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "this Java runtime has no compiler (module jdk.compiler): start Gloss with a JDK 25");
    }
    return compiler;
  }
}
