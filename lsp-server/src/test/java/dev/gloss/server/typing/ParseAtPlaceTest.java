package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.prompts.completion.Syntax;
import dev.gloss.server.typing.ParseAtPlace.Verdict;
import org.junit.jupiter.api.Test;

class ParseAtPlaceTest {
  private final ParseAtPlace parser = new ParseAtPlace(Syntax.of("java"));

  @Test
  void whatParsesIsFine() {
    check(Verdict.FINE, "return b - a;");
    check(Verdict.FINE, "int c = a;\n    return c;");
    check(Verdict.FINE, "// nothing");
  }

  @Test
  void aTextThatBreaksOffIsUnfinished() {
    check(Verdict.UNFINISHED, "return a");
    check(Verdict.UNFINISHED, "return sum(");
  }

  @Test
  void whatIsWrongHoweverOneTypesOnIsBroken() {
    check(Verdict.BROKEN, "return a b;");
    check(Verdict.BROKEN, "} else return a;");
  }

  /// javac ends with an assertion of its own there.
  @Test
  void whatTheParserGivesUpIsNotFine() {
    check(Verdict.UNFINISHED, "return " + "sum(".repeat(80));
  }

  @Test
  void anOpenBraceIsToldFarAway() {
    check(Verdict.FINE, "if (a > b) {");
  }

  @Test
  void aFileThatDidNotParseIsNotJudged() {
    assertEquals(
        Verdict.UNKNOWN, parser.of(new Moment("class A {\n  ", "int a;", "int a b;", "\n}\n")));
  }

  private void check(Verdict verdict, String shown) {
    assertEquals(verdict, parser.of(Sum.showing(shown)), shown);
  }
}
