import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Finds the documented methods of a corpus file and says of each what the JDK's own parser sees:
/// `java ExtractMethods.java train.txt 1 > methods.jsonl`. The corpus file holds Java sources, each
/// followed by one NUL.
///
/// Every line of the result is a JSON object: `method`, `code`, `think` (a trace of static facts),
/// `answer` (the first sentence of the Javadoc), and under the names of the question kinds what the
/// syntax answers.
final class ExtractMethods {
  private static final int SHORTEST_LINES = 3;
  private static final int LONGEST_LINES = 40;
  private static final int LONGEST_CODE = 1_600;
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "the",
          "this",
          "that",
          "and",
          "for",
          "from",
          "with",
          "are",
          "not",
          "was",
          "its",
          "has",
          "have",
          "will",
          "all",
          "any",
          "given",
          "which",
          "when",
          "then",
          "into",
          "than",
          "specified",
          "method",
          "object");

  private final PrintStream out;
  private final Map<String, Integer> perName = new HashMap<>();
  private final Map<String, Integer> perAnswer = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  private ExtractMethods(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println(
          "usage: java ExtractMethods.java CORPUS.txt N > methods.jsonl, to read every Nth file");
      System.exit(2);
    }
    int every = Integer.parseInt(arguments[1]);
    var extraction =
        new ExtractMethods(
            new PrintStream(new java.io.BufferedOutputStream(System.out, 1 << 16), false, "UTF-8"));
    byte[] corpus = Files.readAllBytes(Path.of(arguments[0]));
    int start = 0;
    int file = 0;
    for (int at = 0; at < corpus.length; at++) {
      if (corpus[at] == 0) {
        if (file++ % every == 0) {
          extraction.file(new String(corpus, start, at - start, StandardCharsets.UTF_8));
        }
        start = at + 1;
      }
    }
    extraction.out.flush();
  }

  /// One source file; one that does not parse is passed over.
  private void file(String text) throws IOException {
    var source =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var failed = new boolean[1];
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    diagnostic -> failed[0] |= diagnostic.getKind() == Diagnostic.Kind.ERROR,
                    List.of("-proc:none"),
                    null,
                    List.of(source));
    DocTrees trees = DocTrees.instance(task);
    for (CompilationUnitTree unit : task.parse()) {
      if (!failed[0]) {
        new Methods(text, unit, trees).scan(unit, null);
      }
    }
  }

  /// Walks over the methods of a file.
  private final class Methods extends TreePathScanner<Void, Void> {
    private final String text;
    private final CompilationUnitTree unit;
    private final DocTrees trees;

    Methods(String text, CompilationUnitTree unit, DocTrees trees) {
      this.text = text;
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (method.getBody() != null && method.getReturnType() != null) {
        method(method, getCurrentPath());
      }
      return super.visitMethod(method, null);
    }

    private void method(MethodTree method, TreePath path) {
      DocCommentTree comment = trees.getDocCommentTree(path);
      if (comment == null) {
        return;
      }
      SourcePositions positions = trees.getSourcePositions();
      int start = (int) positions.getStartPosition(unit, method);
      int end = (int) positions.getEndPosition(unit, method);
      if (start < 0 || end <= start || end - start > LONGEST_CODE) {
        return;
      }
      String code = text.substring(start, end);
      long lines = code.lines().count();
      String answer = sentence(comment.getFirstSentence());
      if (lines < SHORTEST_LINES
          || lines > LONGEST_LINES
          || !usable(answer)
          || !about(answer, code)) {
        return;
      }
      String name = method.getName().toString();
      if (perName.merge(name, 1, Integer::sum) > 40
          || perAnswer.merge(answer, 1, Integer::sum) > 2
          || !seen.add(code.replaceAll("\\s", ""))) {
        return;
      }
      var facts = new MethodFacts(method);
      String whole = answer + thrown(comment, facts);
      var row = new LinkedHashMap<String, String>();
      row.put("method", name);
      row.put("code", code);
      row.put("think", facts.trace());
      row.put("answer", whole);
      row.putAll(facts.answers());
      out.println(json(row));
    }

    /// " Throws X if …" for a documented exception that the body throws.
    private String thrown(DocCommentTree comment, MethodFacts facts) {
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ThrowsTree throwsTag) {
          String type = throwsTag.getExceptionName().toString();
          String condition = clean(join(throwsTag.getDescription()));
          boolean said =
              condition.startsWith("if ")
                  && condition.split(" ").length <= 12
                  && usable(condition + " it is");
          if (said && facts.thrown.contains(type)) {
            return " Throws " + type + " " + condition.replaceAll("[.;]+$", "") + ".";
          }
        }
      }
      return "";
    }
  }

  private static String sentence(List<? extends DocTree> parts) {
    String sentence = clean(join(parts));
    return sentence.isEmpty() || sentence.endsWith(".")
        ? sentence
        : sentence.replaceAll("[:;,]+$", "") + ".";
  }

  private static String join(List<? extends DocTree> parts) {
    return parts.stream().map(Object::toString).collect(Collectors.joining());
  }

  /// Plain words: inline tags and markup resolved.
  private static String clean(String javadoc) {
    return javadoc
        .replaceAll("\\{@(?:link|linkplain)\\s+([^}\\s]+)\\s+([^}]+)}", "$2")
        .replaceAll("\\{@\\w+\\s*([^}]*)}", "$1")
        .replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("&nbsp;", " ")
        .replaceAll("(?<=\\w)#|(?<!\\w)#", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static boolean usable(String sentence) {
    int words = sentence.split(" ").length;
    return words >= 3
        && words <= 25
        && sentence.length() <= 160
        && sentence.chars().allMatch(c -> c >= ' ' && c < 127)
        && !sentence.contains("@")
        && !sentence.contains("{")
        && !sentence.toLowerCase(Locale.ROOT).contains("todo");
  }

  /// Whether at least two content words of the sentence occur in the code's identifiers.
  private static boolean about(String sentence, String code) {
    Set<String> known = words(code);
    return words(sentence).stream().filter(known::contains).count() >= 2;
  }

  private static Set<String> words(String text) {
    var words = new HashSet<String>();
    for (String word : text.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")) {
      String lower = word.toLowerCase(Locale.ROOT);
      String stem =
          lower.length() > 4 && lower.endsWith("s")
              ? lower.substring(0, lower.length() - 1)
              : lower;
      if (stem.length() > 2 && !EMPTY_WORDS.contains(stem) && !EMPTY_WORDS.contains(lower)) {
        words.add(stem);
      }
    }
    return words;
  }

  private static String json(Map<String, String> row) {
    return row.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    var result = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> result.append("\\\"");
        case '\\' -> result.append("\\\\");
        case '\n' -> result.append("\\n");
        case '\t' -> result.append("\\t");
        default -> {
          if (c < ' ') {
            result.append(String.format("\\u%04x", (int) c));
          } else {
            result.append(c);
          }
        }
      }
    }
    return result.append('"').toString();
  }
}
