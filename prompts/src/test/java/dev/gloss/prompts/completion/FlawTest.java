package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlawTest {
  private static CompletionTrimmer.Trimmed trimmed(
      String document, CompletionMode mode, String generated, boolean finished) {
    var reading = new CompletionReading(Cursor.in(document), Syntax.of("java"));
    return new CompletionTrimmer(reading, mode, false).trim(generated, finished);
  }

  private static CompletionTrimmer.Trimmed line(String document, String generated) {
    return trimmed(document, CompletionMode.LINE, generated, true);
  }

  private static String in(String body) {
    return "class A {\n  int f(int n) {\n" + body + "\n  }\n}\n";
  }

  private static void good(String document, String generated, String shown) {
    CompletionTrimmer.Trimmed trimmed = line(document, generated);
    assertNull(trimmed.flaw(), generated);
    assertEquals(shown, trimmed.text());
  }

  private static void bad(Flaw flaw, String document, String generated) {
    assertEquals(flaw, line(document, generated).flaw(), generated);
  }

  @Test
  void whatTheLineSaysAlreadyIsNotSaidAgain() {
    good(in("    int count = |"), "int count = 5;", "5;");
    good(in("    int count = |"), "    int count = 5;", "5;");
    good(in("    return |"), "return a + b;", "a + b;");
    good(in("    return|"), "return a + b;", " a + b;");
    good(in("    String name = getNa|"), "getName();", "me();");
    good(in("    getNa|"), "getName();", "me();");
  }

  @Test
  void aTextMayBeginWithAWordOfTheLine() {
    good(in("    String count = |"), "count + 1;", "count + 1;");
    good(in("    String count = |"), "String.valueOf(a);", "String.valueOf(a);");
    good(in("    int i = (|"), "(int) n);", "(int) n);");
    good(in("    return !|"), "!isThere();", "!isThere();");
  }

  @Test
  void aWordThatIsKnownToGoOnIsNotBegunAnew() {
    var reading = new CompletionReading(Cursor.in(in("    to|")), Syntax.of("java"));
    var trimmer = new CompletionTrimmer(reading, CompletionMode.LINE, true);
    assertEquals("torial();", trimmer.trim("torial();", true).text());
    assertEquals("tototo();", trimmer.shape("tototo();"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the the the the",
        "get(get(get(get(n))))",
        "a.valueValueValueValue();",
        "n != 0 && n != 0 && n != 0;",
        "x.put(key, value); x.put(key, value);",
      })
  void aLoopIsNotShown(String text) {
    bad(Flaw.REPEATS, in("    x = |"), text);
  }

  @Test
  void aLoopThatBeganBeforeTheCursorIsNotShown() {
    bad(Flaw.REPEATS, in("    x = n + n + |"), "n + n;");
    good(in("    x = n + n |"), "* 2;", "* 2;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new int[] {0, 0, 0, 0};",
        "((((n))));",
        "g(n, n);",
        "n == 1 ? g(n) : g(n);",
        "a.b().c().d();",
        "\"-----------\";",
      })
  void whatOnlyLooksLikeALoopIsShown(String text) {
    good(in("    int x = |"), text, text);
  }

  @Test
  void aLineNextToItIsNotWrittenAgain() {
    bad(Flaw.REPEATS, in("    count(n);\n    |"), "count(n);");
    bad(Flaw.REPEATS, in("    count(n);\n\n    cou|"), "nt(n);");
    bad(Flaw.REPEATS, in("    cou|\n    count(n);"), "nt(n);");
    good(in("    count(n);\n    |"), "count(n + 1);", "count(n + 1);");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {");", ")", "  ;"},
      ignoreLeadingAndTrailingWhitespace = false)
  void whatOnlyClosesIsNotShown(String text) {
    bad(Flaw.ONLY_CLOSERS, in("    g(h(n|"), text);
  }

  @Test
  void whatEndedForWantOfTokensIsNotShown() {
    var cut = trimmed(in("    int x = |"), CompletionMode.LINE, "n + someth", false);
    assertEquals(Flaw.UNFINISHED, cut.flaw());
    assertEquals("n + someth", cut.text());
    assertNull(trimmed(in("    int x = |"), CompletionMode.LINE, "n;\n", false).flaw());
    var block = trimmed(in("    |"), CompletionMode.BLOCK, "n++;\n    return someth", false);
    assertNull(block.flaw());
    assertEquals("n++;", block.text());
  }

  @Test
  void whatBreaksTheSyntaxAtThePlaceIsNotShown() {
    bad(Flaw.DOES_NOT_PARSE, in("    int x = |"), "5 int y;");
    bad(Flaw.DOES_NOT_PARSE, in("    int x = |"), "n +* 2;");
    // The unfinished line was one error before, too, and the document has others.
    bad(Flaw.DOES_NOT_PARSE, in("    int x = |\n    g(;\n    h(;"), "n 5 int y;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Override",
        "private static final",
        "public void g() {",
        "List<String>",
        "record R(int a) {",
      })
  void theBeginningOfSomethingLongerIsShown(String text) {
    good("class A {\n  |\n}\n", text, text);
  }

  @Test
  void aMemberThatTheClassHasIsNotShown() {
    String type = "class A {\n  int a;\n  int f(int n) {\n    return n;\n  }\n  |\n}\n";
    bad(Flaw.MEMBER_EXISTS, type, "int a = 1;");
    bad(Flaw.MEMBER_EXISTS, type, "public int f(int other) {");
    good(type, "int f(long n) {", "int f(long n) {");
    good(type, "class B { int a; }", "class B { int a; }");
    good(in("    int n2 = 1;\n    |"), "int f = 1;", "int f = 1;");
  }

  @Test
  void linesAreIndentedAsTheDocumentIs() {
    String tabs = "class A {\n\tint f(int n) {\n\t\tif (n > 0) {|\n\t}\n}\n";
    var trimmed =
        trimmed(
            tabs,
            CompletionMode.BLOCK,
            "\n            int x  =  n;\n            g(x);\n        }",
            true);
    assertEquals("\n\t\t\tint x  =  n;\n\t\t\tg(x);\n\t\t}", trimmed.text());
    String atMargin = "class A {\n\tint f(int n) {\n|\n\t}\n}\n";
    assertEquals("\t\treturn n;", line(atMargin, "        return n;").text());
    assertEquals("        return n;", line(in("|"), "        return n;").text());
    assertEquals("    return n;", line(in("|"), "\t\treturn n;").text());
  }
}
