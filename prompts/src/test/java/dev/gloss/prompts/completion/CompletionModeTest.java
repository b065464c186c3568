package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompletionModeTest {
  private static void check(String document, String language, CompletionMode expected) {
    var reading = new CompletionReading(Cursor.in(document), Syntax.of(language));
    assertEquals(expected, reading.mode(), document);
  }

  private static void check(String document, CompletionMode expected) {
    check(document, "java", expected);
  }

  private static void checkPython(String document, CompletionMode expected) {
    check(document, "python", expected);
  }

  @Test
  void anEmptyBlockIsFilled() {
    check("void f() {|\n}", CompletionMode.BLOCK);
    check("void f() {\n  |\n}", CompletionMode.BLOCK);
    check("void f() {\n  |", CompletionMode.BLOCK);
    check("void f() { // comment\n  |\n}", CompletionMode.BLOCK);
    check("class A {\n  void f() {\n    |\n  }\n\n  void g() {}\n}", CompletionMode.BLOCK);
  }

  @Test
  void aBlockWithStatementsGetsOneMore() {
    check("void f() {\n  |\n  g();\n}", CompletionMode.LINE);
    check("void f() {\n  g();\n  |\n}", CompletionMode.LINE);
  }

  @Test
  void textAfterTheCursorMeansOneLine() {
    check("void f() {|}", CompletionMode.LINE);
    check("foo(|)", CompletionMode.LINE);
  }

  @Test
  void theMiddleOfAStatementMeansOneLine() {
    check("void f() {\n  return |\n}", CompletionMode.LINE);
    check("int x = |\n", CompletionMode.LINE);
    check("|", CompletionMode.LINE);
  }

  @Test
  void commentsAndStringsMeanOneLine() {
    check("void f() { // {|\n}", CompletionMode.LINE);
    check("/* {|\n", CompletionMode.LINE);
    check("String s = \"{|\n", CompletionMode.LINE);
  }

  @Test
  void aColonOpensABlockWhereIndentationDoes() {
    checkPython("def f(x):\n    |\n", CompletionMode.BLOCK);
    checkPython("def f(x):\n    |\n\ndef g():\n    pass\n", CompletionMode.BLOCK);
    checkPython("def f(x):\n    |\n    return x\n", CompletionMode.LINE);
    checkPython("x = {|\n", CompletionMode.LINE);
  }
}
