package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Takes lines out of this module's own sources and checks that a model which writes them back, and
/// does not know where to stop, gets through the trimming.
class OwnCodeTest {
  private static final int HOLES_PER_FILE = 2;
  private static final double MOST = 0.98;

  private final Syntax syntax = Syntax.of("java");
  private final List<String> lost = new ArrayList<>();
  private int holes;

  @Test
  void aRightLineIsKeptAndNothingElse() throws IOException {
    Random random = new Random(Long.getLong("seed", 3));
    for (String source : sources()) {
      List<Integer> starts = codeLines(source);
      for (int i = 0; i < HOLES_PER_FILE; i++) {
        int start = starts.get(random.nextInt(starts.size()));
        int end = source.indexOf('\n', start);
        check(source, start, end);
        check(source, wordBorder(source, start + random.nextInt(end - start)), end);
      }
    }
    assertTrue(holes - lost.size() >= MOST * holes, lost.size() + " of " + holes + ": " + lost);
  }

  private void check(String source, int from, int to) {
    String middle = source.substring(from, to);
    var site = new CompletionSite(source.substring(0, from), source.substring(to));
    var trimmer =
        new CompletionTrimmer(new CompletionReading(site, syntax), CompletionMode.LINE, false);
    StopCondition stop = trimmer.stopCondition();
    String written = middle + source.substring(to, Math.min(source.length(), to + 300));
    for (int at = 0; at < written.length() && !stop.push(written.substring(at, at + 1)); at++) {}
    CompletionTrimmer.Trimmed kept = trimmer.trim(stop.text(), true);
    boolean saysNothing = kept.flaw() == Flaw.ONLY_CLOSERS;
    if (!kept.text().strip().equals(middle.strip()) || kept.flaw() != null && !saysNothing) {
      lost.add("'" + middle + "' became " + kept);
    }
    holes++;
  }

  private static List<String> sources() throws IOException {
    Path root = Path.of(System.getProperty("gloss.root", ".."), "prompts/src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String source = Files.readString(file);
        if (!codeLines(source).isEmpty()) {
          sources.add(source);
        }
      }
      assertTrue(sources.size() > 30, "only " + sources.size() + " sources in " + root);
      return sources;
    }
  }

  /// Offsets where code lines start, after their indentation: no comments, imports, lone brackets.
  private static List<Integer> codeLines(String source) {
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    for (String line : source.split("\n", -1)) {
      String code = line.strip();
      boolean skipped =
          code.length() < 4
              || code.startsWith("//")
              || code.startsWith("@")
              || code.startsWith("import ")
              || code.startsWith("package ");
      if (!skipped) {
        starts.add(at + Indents.of(line));
      }
      at += line.length() + 1;
    }
    return starts;
  }

  private static int wordBorder(String source, int from) {
    int at = from;
    while (Character.isJavaIdentifierPart(source.charAt(at))
        && Character.isJavaIdentifierPart(source.charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
