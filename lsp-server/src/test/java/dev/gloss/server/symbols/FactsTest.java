package dev.gloss.server.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.server.workspace.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a declaration.
@Timeout(120)
class FactsTest {
  private static final String TEXT =
      """
      package p;
      /** Adds. Nothing else. */
      class A {
        private int total;
        private static final int LIMIT = 9;
        /// Sums up {@code values}, e.g. of [A].  And more.
        ///
        /// @param values what
        @Deprecated
        public int sum(@Nullable int[] values) throws java.io.IOException {
          if (values == null) {
            throw new IllegalArgumentException("none");
          }
          for (int value : values) {
            total += value;
          }
          try {
            if (total < 0) throw new IllegalStateException();
          } catch (IllegalStateException e) {
            return LIMIT;
          }
          return total;
        }
        void twice(int[] values) throws Exception {
          sum(values);
          sum(values);
        }
        static int down(int n) {
          if (n <= 0) return 0;
          return down(n - 1);
        }
        static int down(String n) {
          return down(n.length());
        }
        int quiet(java.util.function.IntSupplier s) {
          Runnable later = () -> quiet(null);
          return s.getAsInt();
        }
        String apiKey = "%s";
      }
      """;

  @TempDir Path folder;
  private CodeInTest code;

  @BeforeEach
  void workspace() {
    code = new CodeInTest(folder);
  }

  private SymbolCard card(String place) {
    String cut = place.replace("¦", "");
    String text = TEXT.formatted("q7Zp" + "2LmX9vR4tK8w" + "B3nY6s");
    return code.at(text.replace(cut, place)).orElseThrow();
  }

  private boolean isRecursive(String place) {
    return Objects.requireNonNull(card(place).method()).recursive();
  }

  @Test
  void ofAMethod() {
    SymbolCard card = card("public int ¦sum(@Nullable");
    assertEquals(
        "public int sum(@Nullable int[] values) throws java.io.IOException", card.signature());
    assertEquals("Sums up `values`, e.g. of `A`.", card.doc());
    assertEquals("A", card.container());
    assertEquals(
        List.of(
            "Takes `values` (may be null); returns `int`; throws `java.io.IOException`,"
                + " `IllegalArgumentException`.",
            "Reads `total`; writes `total`; has a loop; throws `IllegalArgumentException` if"
                + " `values == null`.",
            "Called twice in its file, by `twice`."),
        card.facts());
  }

  @Test
  void aMethodCallsItselfOnlyIfItIsItself() {
    assertEquals(true, isRecursive("static int ¦down(int n)"));
    assertEquals(false, isRecursive("static int ¦down(String n)"));
    assertEquals(false, isRecursive("int ¦quiet("));
  }

  @Test
  void ofAFieldAndAType() {
    SymbolCard total = card("private int ¦total;");
    assertEquals(
        List.of("Read 3 times, assigned once in its file."), total.facts(), total.toString());
    SymbolCard type = card("class ¦A {");
    assertEquals("Adds.", type.doc());
    assertEquals("p", type.container());
    assertEquals(List.of("Declares 5 methods, 3 fields."), type.facts());
  }

  @Test
  void aModelIsGivenTheDeclarationsCode() {
    SymbolCard.Code method = Objects.requireNonNull(card("static int ¦down(int n)").code());
    Span all = method.pieces().getFirst();
    assertEquals(1, method.pieces().size());
    assertEquals(
        "static int down(int n) {\n    if (n <= 0) return 0;\n    return down(n - 1);\n  }",
        method.text().substring(all.start(), all.end()));
    assertNull(card("down(¦n.length())").code());
  }

  @Test
  void secretsAreCovered() {
    String signature = card("String ¦apiKey =").signature();
    assertEquals(false, signature.contains("B3nY6s"), signature);
  }
}
