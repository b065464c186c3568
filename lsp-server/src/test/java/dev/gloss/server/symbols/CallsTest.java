package dev.gloss.server.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsTest {
  private static final String ITEM =
      """
      package p;
      /** A thing. */
      public class Item {
        /** Makes one. It has no price. */
        public Item(String name, int... sizes) {}
        /** What it costs, in cents. @return cents */
        public int price(boolean discounted) { return 0; }
      }
      """;

  @TempDir Path folder;
  private CodeInTest code;

  @BeforeEach
  void workspace() {
    code = new CodeInTest(folder).file("p/Item.java", ITEM);
  }

  private List<String> calls(String text) {
    return code.at(text).map(card -> Objects.requireNonNull(card.code()).calls()).orElseThrow();
  }

  @Test
  void whatIsDeclaredElsewhereIsToldWithItsDocumentation() {
    String text =
        """
        package p;
        class A {
          int ¦all(Item item) { return item.price(true) + own(3) + new Item("x", 1).price(false); }
          /// Its own.
          private int own(int n) { return Math.max(n, 1); }
        }
        """;
    assertEquals(
        List.of(
            "int Item.price(boolean discounted) // What it costs, in cents.",
            "int A.own(int n) // Its own.",
            "new Item(String name, int... sizes) // Makes one."),
        calls(text));
  }

  @Test
  void itselfAndWhatItDeclaresAreNotTold() {
    assertEquals(
        List.of(),
        calls(
            """
            package p;
            class A {
              int ¦f(int n) {
                class B { int g() { return 1; } }
                return n == 0 ? new B().g() : f(n - 1);
              }
            }
            """));
  }

  @Test
  void whatMayMeanAnotherThingIsNotTold() {
    // A class that nobody knows may have a `price` of its own.
    assertEquals(
        List.of(),
        calls(
            """
            package p;
            class A extends Elsewhere {
              int ¦f(Item item) { return price(true); }
              static class C { int price(boolean b) { return 1; } }
            }
            """));
  }

  @Test
  void aFewSayEnough() {
    StringBuilder text = new StringBuilder("package p;\nclass A {\n  void ¦f() {\n");
    for (int i = 0; i < 20; i++) {
      text.append("    m").append(i).append("();\n");
    }
    text.append("  }\n");
    for (int i = 0; i < 20; i++) {
      text.append("  void m").append(i).append("() {}\n");
    }
    assertEquals(
        List.of(
            "void A.m0()",
            "void A.m1()",
            "void A.m2()",
            "void A.m3()",
            "void A.m4()",
            "void A.m5()"),
        calls(text.append("}\n").toString()));
  }

  @Test
  void documentationWithASecretBeforeItIsNotTold() {
    String key = "q7Zp" + "2LmX9vR4tK8w" + "B3nY6s";
    String more = " * More of it.\n".repeat(500);
    code.file(
        "p/Door.java",
        "package p;\npublic class Door {\n  /** Opens with apiKey = \""
            + key
            + "\".\n"
            + more
            + " */\n"
            + "  public void open() {}\n}\n");
    assertEquals(
        List.of("void Door.open()"),
        calls("package p;\nclass A {\n  void ¦f(Door door) { door.open(); }\n}\n"));
  }

  @Test
  void aHeadWithASecretIsNotTold() {
    String key = "q7Zp" + "2LmX9vR4tK8w" + "B3nY6s";
    code.file(
        "p/Key.java",
        "package p;\n"
            + "import java.lang.annotation.*;\n"
            + "@Target(ElementType.TYPE_USE) public @interface Key { String apiKey(); }\n");
    code.file(
        "p/Door.java",
        "package p;\npublic class Door {\n  public void open(@Key(apiKey = \""
            + key
            + "\") String door) {}\n}\n");
    assertEquals(
        List.of(), calls("package p;\nclass A {\n  void ¦f(Door door) { door.open(\"x\"); }\n}\n"));
  }

  @Test
  void aPieceOfAMethodCallsWhatStandsInIt() {
    String text =
        "package p;\n"
            + "class A {\n"
            + "  void f(Item i) {\n"
            + "    i.price(true);\n"
            + "    g();\n"
            + "  }\n"
            + "  void g() {}\n"
            + "}\n";
    code.file("p/A.java", text);
    Document document = code.document("p/A.java", text);
    int start = text.indexOf("    g();");
    assertEquals(
        List.of("void A.g()"), code.symbols.calls(document, new Span(start, start + 8), 60_000));
    assertEquals(
        List.of(), code.symbols.calls(code.document("a.py", "f()\n"), new Span(0, 4), 60_000));
  }
}
