package dev.gloss.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every Java file is formatted by google-java-format; `-Dtidy.fix=true` rewrites those that are
/// not.
class TidyTest {
  private final Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());

  @Test
  void everyJavaFileIsFormatted() {
    List<String> untidy =
        Repository.javaSources("src/main/java", "src/test/java").parallelStream()
            .filter(this::isUntidy)
            .map(file -> Repository.root().relativize(file).toString())
            .toList();
    assertEquals(
        List.of(), untidy, "not formatted; mvn test -Dtest=TidyTest -Dtidy.fix=true rewrites them");
  }

  private boolean isUntidy(Path file) {
    try {
      String source = Files.readString(file);
      String tidy = format(source);
      if (source.equals(tidy)) {
        return false;
      }
      if (Boolean.getBoolean("tidy.fix")) {
        Files.writeString(file, tidy);
        return false;
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private String format(String source) throws FormatterException {
    String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
  }
}
