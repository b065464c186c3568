package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;

class SyntaxTest {
  private static void check(String languageId, String document, int expectedErrors) {
    assertEquals(expectedErrors, Syntax.of(languageId).errors(document).size(), document);
  }

  @Test
  void javaIsParsedByTheCompiler() {
    assertInstanceOf(JavaSyntax.class, Syntax.of("java"));
    check("java", "class A { int f() { return unknown(1); } }", 0);
    check("java", "class A { int f() { return } }", 1);
    check("java", "import module java.base;\nclass A { A() { int a = 1; super(); } }", 0);
  }

  @Test
  void whatIsTooMuchForTheParserIsJudgedByItsBrackets() {
    Syntax java = new JavaSyntax();
    String sum = "class A { int x = 1" + "+1".repeat(150_000) + ";\n}\n";
    String not = "class A { boolean x = " + "!".repeat(300_000) + "y;\n}\n";
    String deep = "class A { int x = " + "(".repeat(100_000) + ")".repeat(100_000) + ";\n}\n";
    String long_ = "class A { int x; }\n".repeat(30_000);
    for (String text : List.of(sum, not, deep, long_)) {
      assertEquals(List.of(), java.errors(text));
      assertFalse(java.errors(text + "class B { int[ y; }").isEmpty());
    }
    assertEquals(List.of(), java.errors("class A {}"));
  }

  @Test
  void otherLanguagesByTheirBrackets() {
    check("go", "func f() { g(`{\n`, \"{\") }", 0);
    check("go", "func f() { g( }", 1);
    check("python", "x = ['''a ( \n ''', \"#\"] # )", 0);
    check("python", "x = 'open\ny = 1", 1);
    check("rust", "fn f<'a>(x: &'a str) { }", 0);
    check("c", "/* { */ int f() { return '{'; } // {", 0);
    check("unknown", "it's (fine", 1);
  }
}
