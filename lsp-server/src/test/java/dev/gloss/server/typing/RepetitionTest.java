package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | String a, String a, String a,
          true  | call(a, b).call(a, b).
          true  | sultultultult
          true  | ggggggggg
          true  | a();\\nb();\\nb();
          false | 0, 0, 0, 0, 0, 0
          false | new int[] {1, 2, 3};
          false | a.b(c).d(e).f(g);
          false | mississippi.banana();
          """)
  void loopsOfTheTextItself(boolean repeats, String shown) {
    check(repeats, "    ", shown.replace("\\n", "\n"), "\n  }\n");
  }

  @Test
  void theLineItStandsOn() {
    check(true, "    int count = ", "int count = 5;", "\n");
    check(true, "    String full = first + last", " + last + last", "\n");
    check(false, "    int count = ", "count(5);", "\n");
  }

  @Test
  void theLinesAroundIt() {
    check(true, "    log(a);\n    ", "log(a);", "\n  }\n");
    check(true, "    lo", "g(a);", "\n    log(a);\n");
    check(true, "    ", "log(b);\n    log(a);", "\n\n    log(a);\n");
    check(false, "    log(a);\n    ", "log(b);", "\n    log(c);\n");
    // Brackets alone say nothing.
    check(false, "  }\n  ", "}", "\n  }\n");
  }

  private static void check(boolean repeats, String before, String shown, String after) {
    assertEquals(repeats, Repetition.is(new Moment(before, shown, "", after)), shown);
  }
}
