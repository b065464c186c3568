package dev.gloss.server.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a name means: the right declaration, or none.
@Timeout(120)
class SymbolsTest {
  @TempDir Path folder;
  private CodeInTest code;

  @BeforeEach
  void workspace() {
    code =
        new CodeInTest(folder)
            .file(
                "q/Shop.java",
                """
                package q;

                public class Shop {
                  public int price;
                  public Shop(int price) {
                    this.price = price;
                  }
                  public Shop cheaper() { return this; }
                  public int sum(int a) { return a; }
                  public int sum(String a) { return 0; }
                  public int sum(int a, int b) { return a + b; }
                  public static class Till {}
                }
                """)
            .file("p/Near.java", "package p;\n\nclass Near {\n  static int width;\n}\n");
  }

  /// In a method with these statements.
  private static String in(String statements) {
    return "package p;\nimport q.Shop;\nclass A {\n  int own;\n  int twice(int n) {\n    "
        + statements
        + "\n  }\n}\n";
  }

  @Test
  void variablesOfAMethod() {
    code.check(in("int x = 1; return ¦x;"), "local variable x A.java:6");
    code.check(in("return ¦n;"), "parameter n A.java:5");
    code.check(in("return ¦own;"), "field own A.java:4");
    code.check(in("int own = 2; return ¦own;"), "local variable own A.java:6");
    code.check(in("for (var i : new int[0]) { n += ¦i; } return n;"), "local variable i A.java:6");
  }

  @Test
  void declarationsThemselves() {
    code.check("package p;\nclass ¦A {}\n", "class A A.java:2");
    code.check(
        "package p;\nclass A {\n  @Override\n  int ¦twice() { return 2; }\n}\n",
        "method twice A.java:4");
    code.check("package p;\nclass A {\n  ¦A() {}\n}\n", "constructor A A.java:3");
    code.check("package p;\nclass A {\n  int a, ¦b;\n}\n", "field b A.java:3");
    code.check("package p;\nenum A {\n  ONE, ¦TWO;\n}\n", "enum constant TWO A.java:3");
    code.check("package p;\ninterface A<¦T> {}\n", "nothing");
  }

  @Test
  void whatOtherFilesDeclare() {
    code.check(in("return new Shop(n).¦price;"), "field price Shop.java:4");
    code.check(in("return new ¦Shop(n).price;"), "constructor Shop Shop.java:5");
    code.check(in("¦Shop s = null; return n;"), "class Shop Shop.java:3");
    code.check(in("Shop.¦Till t = null; return n;"), "class Till Shop.java:12");
    code.check(in("return ¦Near.width;"), "class Near Near.java:3");
    code.check(in("return Near.¦width;"), "field width Near.java:4");
    code.check(in("return new Shop(n).cheaper().cheaper().¦price;"), "field price Shop.java:4");
    code.check("package p;\nimport q.¦Shop;\nclass A {}\n", "class Shop Shop.java:3");
  }

  /// Small projects put a package where they like.
  @Test
  void aPackageMayLieInAFolderOfAnotherName() {
    code.file("flat/Item.java", "package shop;\nclass Item {\n  int total() { return 1; }\n}\n")
        .file("flat/Other.java", "package other;\nclass Other {}\n");
    code.check(
        "flat/Cart.java",
        "package shop;\nclass Cart {\n  int f(Item i) { return i.¦total(); }\n}\n",
        "method total Item.java:3");
    code.check("flat/Cart.java", "package shop;\nclass Cart {\n  ¦Other o;\n}\n", "nothing");
  }

  @Test
  void overloadsByArityAndByType() {
    code.check(in("return new Shop(n).¦sum(n, n);"), "method sum Shop.java:11");
    code.check(in("return new Shop(n).¦sum(n);"), "method sum Shop.java:9");
    code.check(in("return new Shop(n).¦sum(\"\");"), "method sum Shop.java:10");
    code.check(in("return new Shop(n).¦sum(unknown(n));"), "nothing");
    code.check(in("return new Shop(n).¦sum(unknown(n), n);"), "method sum Shop.java:11");
  }

  @Test
  void recordsAndEnums() {
    code.file("p/R.java", "package p;\nrecord R(\n    int left,\n    int right) {}\n")
        .file(
            "p/E.java", "package p;\nenum E {\n  ONE,\n  TWO;\n  int weight() { return 1; }\n}\n");
    code.check(in("return E.¦TWO.weight();"), "enum constant TWO E.java:4");
    code.check(in("return E.TWO.¦weight();"), "method weight E.java:5");
    code.check(
        in("switch (E.ONE) { case ¦TWO: return 1; default: return n; }"),
        "enum constant TWO E.java:4");
    code.check(in("return new ¦R(1, 2).left();"), "record R R.java:2");
    String component = code.at(in("return new R(1, 2).¦left();")).map(SymbolCard::name).orElse("");
    assertTrue(component.isEmpty() || component.equals("left"), component);
  }

  @Test
  void namesWhoseTypesAreInferred() {
    code.check(in("var s = new Shop(n); return s.¦price;"), "field price Shop.java:4");
    code.check(
        in("java.util.List<Shop> all = null; all.forEach(s -> s.¦cheaper()); return n;"),
        "method cheaper Shop.java:8");
    code.check(
        in("java.util.List<Shop> all = null; return all.stream().mapToInt(s -> s.¦price).sum();"),
        "field price Shop.java:4");
    code.check(in("var s = unknown(); return s.¦price;"), "nothing");
  }

  @Test
  void whatTheJdkDeclares() {
    Optional<SymbolCard> card = code.at(in("return \"\".¦length();"));
    assertEquals("int length()", card.orElseThrow().signature());
    assertEquals("java.lang.String", card.get().container());
    code.check(in("¦String s = null; return n;"), "class String outside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "¦return n;",
        "return ¦1;",
        "return n; // ¦n is right",
        "return \"¦n\".length();",
        "return n¦ ;",
        "return ¦undeclared;",
        "return ¦this.own;",
        "boolean b = ¦true; return n;"
      })
  void whatIsNoNameHasNoCard(String statements) {
    String expected = statements.contains("n¦") ? "parameter n A.java:5" : "nothing";
    code.check(in(statements), expected);
  }

  @Test
  void anUnknownSuperclassMayDeclareWhatIsFoundOutside() {
    String inner =
        "package p;\nimport lib.Base;\nclass A {\n  int size;\n  int f(Object o) { return 1; }\n"
            + "  class In extends %s {\n    int g() { return %s; }\n  }\n}\n";
    code.check(inner.formatted("Near", "¦size"), "field size A.java:4");
    code.check(inner.formatted("Base", "¦size"), "nothing");
    code.check(inner.formatted("Base", "¦f(null)"), "nothing");
    String own =
        "package p;\nimport lib.Base;\nclass A extends Base {\n  int f(Object o) { return 1; }\n"
            + "  int g(String s, Object o) { return %s; }\n}\n";
    code.check(own.formatted("¦f(s)"), "nothing");
    code.check(own.formatted("¦f(o)"), "method f A.java:4");
  }

  @Test
  void anUnknownPackageMayBringWhatAKnownOneHas() {
    String text = "package p;\nimport q.*;\nimport %s.*;\nclass A {\n  ¦%s x;\n}\n";
    code.check(text.formatted("java.util", "Shop"), "class Shop Shop.java:3");
    code.check(text.formatted("lib", "Shop"), "nothing");
    code.check(text.formatted("lib", "Near"), "class Near Near.java:3");
    code.check(
        "package p;\nimport static q.Shop.*;\nimport static lib.All.*;\nclass A {\n  ¦Till x;\n}\n",
        "nothing");
  }

  @Test
  void ofTwoClassesWithOneNameNobodyKnowsWhichIsMeant() {
    code.file("other/q/Shop.java", "package q;\npublic class Shop {\n  public int price;\n}\n");
    code.check(in("Shop s = null; return s.¦price;"), "nothing");
  }

  @Test
  void whatIsKeptOutOfPromptsIsNotShown() {
    code.file(".gitignore", "secret/\n")
        .file("secret/Hidden.java", "package secret;\npublic class Hidden {\n}\n");
    code.check("package p;\nclass A {\n  secret.¦Hidden h;\n}\n", "nothing");
  }

  @Test
  void aFileThatDoesNotParse() {
    code.check(
        "package p;\nclass A {\n  int own;\n  int f(int n) {\n    if (n > ¦own {\n  }\n"
            + "  int g( { return 1; }\n",
        "field own A.java:3");
    code.check(in("int x = ¦own.;"), "field own A.java:4");
    code.check(in("return ¦own"), "field own A.java:4");
    code.check(in("if (¦own").replace("\n  }\n}\n", ""), "field own A.java:4");
  }

  @Test
  void anOpenDocumentCountsAndNotTheDisk() {
    String text = in("return Near.¦width;");
    code.check(text, "field width Near.java:4");
    code.documents.open(
        code.document("p/Near.java", "package p;\n\n\n\n\nclass Near {\n  static int width;\n}\n"));
    code.check(text, "field width Near.java:7");
  }

  @Test
  void aFileThatChangedOnTheDisk() throws Exception {
    String text = in("return Near.¦width;");
    code.check(text, "field width Near.java:4");
    code.file("p/Near.java", "package p;\n/// Told.\nclass Near {\n\n\n  static int width;\n}\n");
    code.check(text, "field width Near.java:6");
  }

  @Test
  void linksThatLeadInACircleAreNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("q/again"), folder);
    code.check(in("Shop s = null; return s.¦price;"), "field price Shop.java:4");
  }

  @Test
  void aHugeFileHasNoTrees() {
    String text = in("return n;") + "// filler\n".repeat(500_000) + "class ¦B {}\n";
    long start = System.nanoTime();
    code.check(text, "nothing");
    assertTrue(System.nanoTime() - start < 20_000_000_000L, "took too long");
  }

  @Test
  void languagesWithAGrammarHaveTheirNames() {
    code.file("shop/__init__.py", "").file("shop/till.py", "def pay(sum):\n  pass\n");
    String use = "from shop.till import pay\n\ndef total(xs):\n    ";
    code.check("m.py", use + "return ¦total(xs)\n", "function total m.py:3");
    code.check("m.py", use + "return ¦pay(xs)\n", "function pay till.py:1");
    code.check("m.py", use + "return ¦len(xs)\n", "nothing");
    code.check("m.py", use + "return 'to¦tal'\n", "nothing");
    SymbolCard card =
        code.at(
                "m.py",
                """
                class Till(Base):
                    # Opens the till. And more.
                    @cached
                    def open(self, key: str, *, times=1) -> bool:
                        # Opens it.
                        return self.¦open(key)
                    def close(self):
                        \"\"\"Closes it.

                        For good.\"\"\"
                """)
            .orElseThrow();
    assertEquals("def open(self, key: str, *, times=1) -> bool", card.signature());
    assertEquals("method", card.kind());
    assertEquals("Till", card.container());
    assertEquals("Opens the till.", card.doc());
    assertEquals("python", Objects.requireNonNull(card.where()).languageId());
  }

  @Test
  void factsOfOtherLanguagesAreThoseOfTheirScopes() {
    String text =
        """
        class Till {
          sum = 0;
          pay(by) { this.sum += by; }
        }
        function twice(x, y) { return x > 9 ? x : twice(x * 2, x); }
        """;
    assertEquals(
        List.of("Declares 1 method, 1 field in its file."),
        code.at("a.js", text.replace("class Till", "class ¦Till")).orElseThrow().facts());
    assertEquals(
        List.of("Speaks of itself.", "Used once in its file."),
        code.at("a.js", text.replace("function twice", "function ¦twice")).orElseThrow().facts());
    assertEquals(
        List.of("Used 4 times in its file."),
        code.at("a.js", text.replace("twice(x, y)", "twice(¦x, y)")).orElseThrow().facts());
    assertEquals(
        List.of("Not used in its file."),
        code.at("a.js", text.replace("twice(x, y)", "twice(x, ¦y)")).orElseThrow().facts());
  }

  @Test
  void languagesWithoutAGrammarHaveTheirFunctionsNames() {
    Optional<SymbolCard> card = code.at("m.swift", "func ¦total(xs: Int) -> Int {\n  xs\n}\n");
    assertEquals("total", card.orElseThrow().name());
    assertEquals(1, Objects.requireNonNull(card.get().where()).line());
    assertTrue(card.get().facts().isEmpty());
    assertEquals(
        Optional.empty(), code.at("m.swift", "func total(xs: Int) -> Int {\n  ¦total(xs)\n}\n"));
  }

  @Test
  void aLoneFileKnowsItselfAlone() {
    CodeInTest lone = new CodeInTest(folder.resolve("empty"));
    lone.check(in("return ¦own;").replace("import q.Shop;", ""), "field own A.java:4");
    lone.project.roots(List.of());
    lone.check(in("¦Shop s = null; return n;"), "nothing");
    lone.check(in("return ¦own;"), "field own A.java:4");
  }
}
