package dev.gloss.server.typing;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Where javac's parser finds errors in a Java text; names and types are not looked at.
///
/// One thread at a time.
final class SyntaxErrors {
  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  private final JavaCompiler compiler;
  private final JavaFileManager files;

  /// @throws TypingException if this Java runtime has no compiler
  SyntaxErrors() {
    JavaCompiler found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new TypingException("this Java runtime has no compiler: start Gloss with a JDK");
    }
    compiler = found;
    files = found.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /// Offsets of the errors, in the order in which they were found. The parser gives up at its
  /// fiftieth error at one word, such as behind fifty open brackets; what it told before is all
  /// then.
  List<Long> in(String text) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try {
      var task =
          (JavacTask)
              compiler.getTask(null, files, found, OPTIONS, null, List.of(new InMemory(text)));
      task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof AssertionError)) {
        throw e;
      }
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Diagnostic::getPosition)
        .toList();
  }

  private static final class InMemory extends SimpleJavaFileObject {
    private final String text;

    InMemory(String text) {
      super(URI.create("memory:///Typed.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
