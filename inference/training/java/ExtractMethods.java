import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private static final int LONGEST_QUOTE = 48;
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
      var facts = new Facts(method);
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
    private String thrown(DocCommentTree comment, Facts facts) {
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

  /// What the body of one method does, as far as its syntax tells.
  private static final class Facts extends TreeScanner<Void, Void> {
    private final MethodTree method;
    private final List<String> parameters;
    private final Set<String> locals = new HashSet<>();
    private final List<String> guards = new ArrayList<>();
    private final List<String> loops = new ArrayList<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> written = new LinkedHashSet<>();
    final Set<String> thrown = new LinkedHashSet<>();
    private String lastReturned = "nothing";
    private int branches;
    private boolean returnsNull;
    private boolean recursive;

    Facts(MethodTree method) {
      this.method = method;
      this.parameters =
          method.getParameters().stream().map(parameter -> parameter.getName().toString()).toList();
      locals.addAll(parameters);
      scan(method.getBody(), null);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      locals.add(variable.getName().toString());
      return super.visitVariable(variable, null);
    }

    @Override
    public Void visitClass(ClassTree inner, Void unused) {
      return null; // the methods of an inner class are not what this method does
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
      return null; // a lambda's returns are not the method's
    }

    @Override
    public Void visitIf(IfTree branch, Void unused) {
      String condition = quote(inner(branch.getCondition()));
      StatementTree then = only(branch.getThenStatement());
      if (then instanceof ThrowTree thrower
          && thrower.getExpression() instanceof NewClassTree made) {
        guards.add("If " + condition + ", throws " + made.getIdentifier() + ".");
      } else if (then instanceof ReturnTree returning && returning.getExpression() != null) {
        guards.add("If " + condition + ", returns " + quote(returning.getExpression()) + ".");
      } else {
        branches++;
        if (branches <= 1) {
          guards.add("Checks " + condition + ".");
        }
      }
      return super.visitIf(branch, null);
    }

    @Override
    public Void visitForLoop(ForLoopTree loop, Void unused) {
      loops.add(
          loop.getCondition() == null
              ? "Loops."
              : "Loops while " + quote(loop.getCondition()) + ".");
      return super.visitForLoop(loop, null);
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void unused) {
      loops.add("Loops over " + quote(loop.getExpression()) + ".");
      return super.visitEnhancedForLoop(loop, null);
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree loop, Void unused) {
      loops.add("Loops while " + quote(inner(loop.getCondition())) + ".");
      return super.visitWhileLoop(loop, null);
    }

    @Override
    public Void visitDoWhileLoop(DoWhileLoopTree loop, Void unused) {
      loops.add("Loops while " + quote(inner(loop.getCondition())) + ".");
      return super.visitDoWhileLoop(loop, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      super.visitMethodInvocation(call, null);
      ExpressionTree select = call.getMethodSelect();
      String name =
          select instanceof MemberSelectTree member
              ? member.getIdentifier().toString()
              : select instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
      if (!name.isEmpty()) {
        calls.add(name);
        recursive |= name.contentEquals(method.getName());
      }
      return null;
    }

    @Override
    public Void visitAssignment(AssignmentTree assignment, Void unused) {
      write(assignment.getVariable());
      return super.visitAssignment(assignment, null);
    }

    @Override
    public Void visitCompoundAssignment(CompoundAssignmentTree assignment, Void unused) {
      write(assignment.getVariable());
      return super.visitCompoundAssignment(assignment, null);
    }

    @Override
    public Void visitUnary(UnaryTree unary, Void unused) {
      if (unary.getKind().name().endsWith("CREMENT")) {
        write(unary.getExpression());
      }
      return super.visitUnary(unary, null);
    }

    private void write(ExpressionTree target) {
      if (target instanceof MemberSelectTree member
          && member.getExpression().toString().equals("this")) {
        written.add(member.getIdentifier().toString());
      } else if (target instanceof IdentifierTree identifier
          && !locals.contains(identifier.getName().toString())) {
        written.add(identifier.getName().toString());
      }
    }

    @Override
    public Void visitReturn(ReturnTree returning, Void unused) {
      if (returning.getExpression() != null) {
        String expression = returning.getExpression().toString();
        returnsNull |= expression.equals("null");
        lastReturned = quote(returning.getExpression());
      }
      return super.visitReturn(returning, null);
    }

    @Override
    public Void visitThrow(ThrowTree thrower, Void unused) {
      if (thrower.getExpression() instanceof NewClassTree made) {
        thrown.add(made.getIdentifier().toString());
      }
      return super.visitThrow(thrower, null);
    }

    /// A few short sentences, in the order in which a reader meets the facts.
    String trace() {
      var sentences = new ArrayList<String>();
      sentences.add(parameters.isEmpty() ? "Takes nothing." : "Takes " + some(parameters, 4) + ".");
      guards.stream().limit(2).forEach(sentences::add);
      loops.stream().limit(1).forEach(sentences::add);
      if (!calls.isEmpty()) {
        sentences.add("Calls " + some(List.copyOf(calls), 4) + ".");
      }
      if (!written.isEmpty()) {
        sentences.add("Writes " + some(List.copyOf(written), 2) + ".");
      }
      sentences.add("Returns " + lastReturned + ".");
      return String.join(" ", sentences);
    }

    /// Answers to the questions that the syntax decides.
    Map<String, String> answers() {
      var answers = new LinkedHashMap<String, String>();
      answers.put("returns", method.getReturnType().toString());
      answers.put("params", Integer.toString(parameters.size()));
      answers.put("loops", Integer.toString(loops.size()));
      answers.put("null", returnsNull ? "yes" : "no");
      answers.put("recursive", recursive ? "yes" : "no");
      if (thrown.size() == 1) {
        answers.put("throws", thrown.iterator().next());
      }
      return answers;
    }

    private static String some(List<String> names, int most) {
      return String.join(", ", names.subList(0, Math.min(most, names.size())));
    }

    private static ExpressionTree inner(ExpressionTree expression) {
      return expression instanceof ParenthesizedTree parentheses
          ? parentheses.getExpression()
          : expression;
    }

    private static StatementTree only(StatementTree statement) {
      return statement instanceof BlockTree block && block.getStatements().size() == 1
          ? block.getStatements().getFirst()
          : statement;
    }

    /// The expression on one line, its start where it is long.
    private static String quote(Tree expression) {
      String text = expression.toString().replaceAll("\\s+", " ");
      return text.length() <= LONGEST_QUOTE
          ? text
          : text.substring(0, LONGEST_QUOTE).replaceAll("\\W*\\w*$", "") + " ...";
    }
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
