package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionTrimmerTest {
  private static final Syntax JAVA = Syntax.of("java");

  private static void checkLine(String document, String generated, String expected) {
    check(document, CompletionMode.LINE, generated, expected);
  }

  private static void checkBlock(String document, String generated, String expected) {
    check(document, CompletionMode.BLOCK, generated, expected);
  }

  private static void check(
      String document, CompletionMode mode, String generated, String expected) {
    var reading = new CompletionReading(Cursor.in(document), JAVA);
    var trimmer = new CompletionTrimmer(reading, mode, false);
    assertEquals(expected, shown(trimmer, generated), document);
    StopCondition stop = trimmer.stopCondition();
    int fed = 0;
    while (fed < generated.length() && !stop.push(generated.substring(fed, fed + 1))) {
      fed++;
    }
    assertEquals(expected, shown(trimmer, stop.text()), "stopped early: " + document);
  }

  private static String shown(CompletionTrimmer trimmer, String generated) {
    CompletionTrimmer.Trimmed trimmed = trimmer.trim(generated, true);
    return trimmed.flaw() == null ? trimmed.text() : "";
  }

  private static String in(String body) {
    return "class A {\n  int f(int n) {\n" + body + "\n  }\n}\n";
  }

  @Test
  void oneLineIsOneLine() {
    checkLine(in("    int m = |"), "n + 1;\n    return m;", "n + 1;");
    checkLine(in("    |"), "return n;\n  }\n", "return n;");
    checkLine(in("    |"), "\n    return n;", "");
    checkLine(in("    int m = |"), " n + 1;   \n", "n + 1;");
  }

  @Test
  void bracketsThatFollowTheCursorAreNotRepeated() {
    checkLine(in("    g(|);"), "n, 1);", "n, 1");
    checkLine(in("    g(|);"), "h(n));", "h(n)");
    checkLine(in("    g(|)"), "n);", "n");
    checkLine(in("    g(h(|)"), "n));", "n)");
    checkLine(in("    int[] a = {|};"), "1, 2};", "1, 2");
    checkLine(in("    g(\n        |\n    );"), "n);", "n");
  }

  @Test
  void bracketsThatAreMissingAreWritten() {
    checkLine(in("    g(|"), "n);\n", "n);");
    checkLine(in("    if (n > 0 && (n < 9|"), ") || n == 7) {\n", ") || n == 7) {");
    checkLine("class A |", "{\n  int a;", "{");
  }

  @Test
  void textThatFollowsTheCursorIsNotRepeated() {
    checkLine(in("    return |n;"), "1 + n;", "1 + ");
    checkLine(in("    String s = \"|\";"), "text\";", "text");
    checkLine(in("    foo.|.baz();"), "bar().baz();", "bar()");
    checkLine(in("    int m|;"), "ax = 2;", "ax = 2");
  }

  @Test
  void theNextLineIsNotWrittenTwice() {
    checkLine(in("    |\n    return n;"), "return n;\n", "");
    checkLine(in("    |\n    return n;"), "n++;\n    return n;", "n++;");
  }

  @Test
  void aLineMayCloseABlockAndOpenAnother() {
    checkLine(
        in("    try {\n      g();\n    |\n    }"),
        "} catch (Exception e) {\n",
        "} catch (Exception e) {");
    checkLine(in("    if (n > 0) {\n      g();\n    |\n    }"), "}\n    return 1;", "");
  }

  @Test
  void aBlockEndsBeforeTheBraceThatFollows() {
    checkBlock(in("    |"), "n++;\n    return n;\n  }\n\n  int g() {", "n++;\n    return n;");
    checkBlock(
        in("    |"),
        "if (n > 0) {\n      n--;\n    }\n    return n;\n  }\n",
        "if (n > 0) {\n      n--;\n    }\n    return n;");
  }

  @Test
  void aBlockIsClosedWhereTheDocumentDoesNot() {
    checkBlock(
        "class A {\n  int f(int n) {|\n}\n", "\n    return n;\n  }\n}\n", "\n    return n;\n  }");
    checkBlock(in("    run(() -> {|"), "\n      g();\n    });\n    h();", "\n      g();\n    });");
  }

  @Test
  void aBlockEndsWhereItJoinsTheDocument() {
    checkBlock(
        in("    |\n    return n;"), "n++;\n    n--;\n    return n;\n  }\n", "n++;\n    n--;");
  }

  @Test
  void aBlockEndsBeforeABlankLine() {
    checkBlock(in("    |"), "n++;\n\n    n--;\n", "n++;");
    checkBlock(
        in("    |"), "if (n > 0) {\n\n      n--;\n    }\n", "if (n > 0) {\n\n      n--;\n    }");
  }

  @Test
  void aBlockDoesNotRepeatItself() {
    checkBlock(in("    |"), "n = n + 1;\n    ".repeat(50), "n = n + 1;");
  }

  @Test
  void aBlockHasAtMostSoManyLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append("g(").append(i).append(");\n    ");
    }
    var reading = new CompletionReading(Cursor.in(in("    |")), JAVA);
    var trimmer = new CompletionTrimmer(reading, CompletionMode.BLOCK, false, 3);
    assertEquals("g(0);\n    g(1);\n    g(2);", shown(trimmer, lines.toString()));
  }

  @Test
  void whatBreaksTheSyntaxIsNotShown() {
    checkLine(in("    |"), "int int = ;", "");
    checkLine(in("    |"), "return n", "return n");
    checkLine(in("    |"), "if (n > 0) {", "if (n > 0) {");
    checkLine(in("    |"), "return Math.max(n,", "return Math.max(n,");
    checkLine(in("    |"), "String s = \"abc", "");
    checkBlock(in("    |"), "n++;\n    int int = ;\n", "n++;");
  }

  @Test
  void anErrorElsewhereDoesNotMatter() {
    checkLine("class B { int = ; }\n" + in("    |"), "return n;", "return n;");
  }

  @Test
  void pythonBlocksEndWithTheIndentation() {
    var reading = new CompletionReading(Cursor.in("def f(x):\n    |\n"), Syntax.of("python"));
    var trimmer = new CompletionTrimmer(reading, CompletionMode.BLOCK, false);
    assertEquals(
        "if x:\n        return 1\n    return 2",
        shown(trimmer, "if x:\n        return 1\n    return 2\ndef g():\n"));
  }

  @Test
  void moreTextNeverChangesAFinalCut() {
    Random random = new Random(Long.getLong("seed", 11));
    String[] words = {
      "a",
      " ",
      "\n",
      "\n    ",
      "{",
      "}",
      "(",
      ")",
      ";",
      "\"",
      "'",
      "//",
      "/*",
      "*/",
      "return n;",
      "} else {",
      "\n\n",
      "  "
    };
    String[] documents = {"    |", "    g(|);", "    |\n    return n;", "    if (n > 0) {|", "|"};
    for (int round = 0; round < 3000; round++) {
      var site = Cursor.in(in(documents[random.nextInt(documents.length)]));
      var mode = random.nextBoolean() ? CompletionMode.LINE : CompletionMode.BLOCK;
      UnitEnd end = new UnitEnd(site, new BracketScan(Lexicon.JAVA).over(site.prefix()), mode, 5);
      StringBuilder text = new StringBuilder();
      UnitEnd.Cut first = new UnitEnd.Cut(0, false);
      for (int n = 0; n < 25; n++) {
        text.append(words[random.nextInt(words.length)]);
        UnitEnd.Cut cut = end.cut(text.toString(), false);
        if (first.isFinal()) {
          assertEquals(first, cut, text::toString);
          assertEquals(first, end.cut(text.toString(), true), text::toString);
        }
        first = first.isFinal() ? first : cut;
        assertTrue(cut.end() <= text.length());
      }
    }
  }
}
