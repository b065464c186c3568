package dev.gloss.server.context;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeRegionsTest {

  /// The code around `|`, and its name; both empty where there is none.
  private static void check(
      String languageId, String textWithCursor, String symbol, String expected) {
    int cursor = textWithCursor.indexOf('|');
    String text = textWithCursor.substring(0, cursor) + textWithCursor.substring(cursor + 1);
    Optional<CodeRegion> found = CodeRegions.enclosing(text, languageId, cursor);
    assertEquals(expected, found.map(region -> region.code(text)).orElse(""));
    assertEquals(symbol, found.map(CodeRegion::symbol).orElse(""));
  }

  @Test
  void javaMethodsAreFoundByTheirTree() {
    String text =
        """
        package p;
        /** {@code int no() {}} */
        class Totals {
          private final String s = "}"; // }

          /** Adds. */
          @Override
          public int sum(int[] values) {
            int total = 0;
            for (int v : values) { total += v; }
            return total;
          }

          Totals() { init(); }
          record Pair(int a, int b) { int max() { return a > b ? a : b; } }
        }
        """;
    String sum =
        """
        public int sum(int[] values) {
            int total = 0;
            for (int v : values) { total += v; }
            return total;
          }\
        """;
    check("java", text.replace("total += v", "total |+= v"), "Totals.sum", sum);
    check("java", text.replace("  public int sum", "|  public int sum"), "Totals.sum", sum);
    check("java", text.replace("init()", "in|it()"), "Totals", "Totals() { init(); }");
    check(
        "java", text.replace("a > b", "a |> b"), "Pair.max", "int max() { return a > b ? a : b; }");
    check("java", text.replace("package", "pack|age"), "", "");
    check("java", text.replace("private", "pri|vate"), "", "");
  }

  @Test
  void javaThatIsBeingTypedStillHasMethods() {
    check(
        "java",
        "class A {\n  int f() {\n    int x = |\n  }\n  int g() { return 2; }\n}\n",
        "A.f",
        "int f() {\n    int x = \n  }");
    check("java", "void main() { IO.print|ln(1); }", "main", "void main() { IO.println(1); }");
    check("java", "|", "", "");
    check("java", "class A { int f( { | ", "A.f", "int f( {");
  }

  @Test
  void functionsInBracesAreGuessed() {
    check(
        "javascript",
        "const x = 1;\n\n// } {\nfunction add(a, b) {\n  if (a) { return '}' + |b; }\n}\n",
        "add",
        "function add(a, b) {\n  if (a) { return '}' + b; }\n}");
    check(
        "typescript",
        "export const twice = (n: number) => {\n  return |n * 2;\n};\n",
        "twice",
        "export const twice = (n: number) => {\n  return n * 2;\n}");
    check(
        "rust",
        "impl<'a> P<'a> {\n  #[inline]\n  fn next(&self) -> char {\n    'x|'\n  }\n}\n",
        "next",
        "fn next(&self) -> char {\n    'x'\n  }");
    check(
        "go",
        "package p\n\nfunc (t *T) Sum(a int) int {\n\treturn a|\n}\n",
        "Sum",
        "func (t *T) Sum(a int) int {\n\treturn a\n}");
    check("c", "struct s { int |a; };", "", "");
    check("c", "no braces |at all", "", "");
    check("c", "int f(void) { unfinished|", "", "");
  }

  @Test
  void functionsByIndentationAreGuessed() {
    String text =
        "class A:\n"
            + "    @property\n"
            + "    def one(\n"
            + "        self,\n"
            + "    ):\n"
            + "        x = 1\n\n"
            + "        return x\n\n"
            + "y = 2\n";
    check(
        "python",
        text.replace("x = 1", "x |= 1"),
        "one",
        "def one(\n        self,\n    ):\n        x = 1\n\n        return x");
    check("python", text.replace("y = 2", "y| = 2"), "", "");
    check("python", "async def f():\n    |pass", "f", "async def f():\n    pass");
  }

  @Test
  void aMethodIsNotTakenForTheNextOneOnItsLine() {
    String text = "class A { int f() { return 1; } int g() { return 2; } }";
    check("java", text.replace("1", "|1"), "A.f", "int f() { return 1; }");
    check("java", text.replace("2", "|2"), "A.g", "int g() { return 2; }");
    check("c", "int f(void) { |a(); } int g(void) { b(); }", "f", "int f(void) { a(); }");
  }

  @Test
  void genericsAndDestructorsHaveTheirNames() {
    check("typescript", "function map<T, U>(a: T) { |x }", "map", "function map<T, U>(a: T) { x }");
    check("cpp", "Pool::~Pool() { |free_all(); }", "~Pool", "Pool::~Pool() { free_all(); }");
  }

  @Test
  void linesOfEveryKindOfEndAreLines() {
    check("python", "x = 1\rdef f():\r    |pass\ry = 2", "f", "def f():\n    pass");
    check("python", "x = 1\r\ndef f():\r\n    |pass\r\ny = 2", "f", "def f():\n    pass");
  }

  @Test
  void javaThatIsTooMuchForAParserIsReadByItsBraces() {
    String method = "class A {\n  int f(int a) {\n    return |a;\n  }\n}\n";
    String long_ = "int x = 1;\n".repeat(50_000);
    check("java", method + long_, "f", "int f(int a) {\n    return a;\n  }");
    String deep = "int y = " + "(".repeat(100_000) + ";\n";
    check("java", method + deep, "f", "int f(int a) {\n    return a;\n  }");
    String generic = "A" + "<A".repeat(100_000) + ";\n";
    check("java", method + generic, "f", "int f(int a) {\n    return a;\n  }");
    String not = "boolean b = " + "!".repeat(300_000) + "a;\n";
    check("java", method + not, "f", "int f(int a) {\n    return a;\n  }");
    String sum = "int z = 1" + "+1".repeat(150_000) + ";\n";
    check("java", method + sum, "f", "int f(int a) {\n    return a;\n  }");
    check("java", method, "A.f", "int f(int a) {\n    return a;\n  }");
  }

  /// What took minutes or never ended takes milliseconds; the limit is that of a loaded machine.
  @ParameterizedTest
  @ValueSource(strings = {"java", "c", "python"})
  void everyTextIsReadInOneGo(String languageId) {
    int size = 300_000;
    for (String piece :
        List.of(
            "deadbeef",
            "{",
            "}",
            "(",
            "a(",
            "<",
            "a<",
            "\"",
            "\\\"",
            "'",
            "\\'",
            "'\\",
            "`",
            "\\`",
            "/*",
            "/* {",
            "\"/*\" {",
            ";/*\"{",
            "//{\n",
            "@",
            "#[",
            "@a\n",
            "{\n",
            " ",
            "\n",
            "a{}",
            "f(){",
            "f(){}",
            "const a=>{",
            "=>",
            "let ",
            "def ",
            "def f\n",
            "async ",
            "  )\n",
            "f() {'{'}",
            "void f() {}")) {
      String text = piece.repeat(size / piece.length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> CodeRegions.enclosing(text, languageId, size / 2), piece);
    }
    String staircase =
        IntStream.range(0, 1400)
            .mapToObj(i -> " ".repeat(i) + "def f" + i + "\n")
            .collect(joining());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> CodeRegions.enclosing(staircase, languageId, size / 2));
  }

  @Test
  void linesAreTakenWholeAndWithoutBlankOnes() {
    String text = "one\n  two\n  three\n\nfour";
    check(text, 5, 12, "two\n  three");
    check(text, 0, 4, "one");
    check(text, 0, text.length(), text);
    check(text, text.indexOf("\n\n") + 1, text.indexOf("\n\n") + 2, "");
    check("", 0, 0, "");
  }

  private static void check(String text, int from, int to, String expected) {
    Optional<CodeRegion> found = CodeRegions.lines(text, from, to);
    assertEquals(expected, found.map(region -> region.code(text)).orElse(""));
  }

  @Test
  void theModelReadsLineFeedsAndNoSecrets() {
    String text = "void f() {\r\n  use(\"AKIA" + "ABCDEFGHIJKLMNOP\");\r\n}";
    assertEquals(
        "void f() {\n  use(\"********************\");\n}",
        new CodeRegion(0, text.length(), null).code(text));
  }
}
