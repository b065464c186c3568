package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.symbols.MethodFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a model says that cannot be right.
class ExplanationCheckTest {
  private static final String CODE =
      "void addAll(List<String> names, int limit) {\n"
          + "  for (String name : names) {\n    store.put(name, limit);\n  }\n}";

  private static MethodFacts facts(@Nullable String returns, boolean recursive) {
    return new MethodFacts(
        List.of("names", "limit"),
        returns,
        List.of(),
        List.of(),
        Set.of("store"),
        Set.of(),
        1,
        List.of(),
        recursive,
        Set.of(),
        0,
        Set.of(),
        true);
  }

  private static String objection(String answer, @Nullable MethodFacts facts) {
    ExplainQuery query =
        new ExplainQuery(
            "file:///p/Names.java",
            "java",
            CODE,
            List.of(new CodeRegion(0, CODE.length(), "Names.addAll")),
            "",
            "Names.addAll",
            facts,
            true,
            List.of());
    return new ExplanationCheck(query, CODE).objection(answer).orElse("");
  }

  private static void check(String answer, String objection) {
    assertEquals(objection, objection(answer, facts(null, false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Puts each of the names into the store, with the limit.",
        "Adds `names` to the `store` and returns nothing.",
        "Calls store.put() for each name in `Names`; does not throw.",
        "Takes two parameters and stores `null` for none.",
        "Returns early if there are no names.",
        "addAll stores the names."
      })
  void whatMayBeRightPasses(String answer) {
    check(answer, "");
  }

  @Test
  void namesThatAreNotThere() {
    check("Calls `flush` at the end.", "it names `flush`, which is not there");
    check("Fills the nameCache.", "it names nameCache, which is not there");
    check("Fills a LinkedHashMap.", "it names LinkedHashMap, which is not there");
    check("Uses MAX_SIZE.", "it names MAX_SIZE, which is not there");
    check("Calls flush() at the end.", "it names flush, which is not there");
  }

  @Test
  void whatContradictsAFact() {
    check("Returns the number of names.", "it says that something is returned, and nothing is");
    assertEquals("", objection("Returns the number.", facts("int", false)));
    check("Throws an exception if it is full.", "it says that something is thrown, and nothing is");
    check("Stores the names recursively.", "it speaks of recursion, and there is none");
    assertEquals("", objection("Stores them recursively.", facts(null, true)));
    check("Takes three parameters.", "it says 'three parameters', and there are 2");
    check("A method with no arguments.", "it says 'no arguments', and there are 2");
  }

  @Test
  void repetition() {
    check("Stores the names. Stores the names.", "it repeats itself");
    check("It adds adds adds names.", "it repeats itself");
    check(
        "Puts the name in store, puts the name in store, puts the name in store.",
        "it repeats itself");
  }

  @Test
  void withoutFactsNamesCountAlone() {
    assertEquals("", objection("Returns something recursively.", null));
    assertEquals("it names `zip`, which is not there", objection("Calls `zip`.", null));
  }
}
