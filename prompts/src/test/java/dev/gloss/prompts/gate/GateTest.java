package dev.gloss.prompts.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.completion.CompletionMode;
import dev.gloss.prompts.completion.CompletionSite;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final CompletionSite SITE =
      new CompletionSite(
          """
          class Totals {
            int first(int[] values) {
              return values[0] + offset;
            }

            int last(int[] values) {
              return \
          """,
          "\n  }\n}\n");

  private static Features features(String text, double probability) {
    TokenTrail trail = new TokenTrail();
    for (String piece : text.split("(?<=\\W)|(?=\\W)", -1)) {
      trail.add(piece, probability, List.of());
    }
    return new FeatureReader(SITE, CompletionMode.LINE, trail).read(text, 1);
  }

  private static double value(Feature feature, String text, double probability) {
    return features(text, probability).value(feature);
  }

  @Test
  void theTokensOfTheFirstLinesCount() {
    TokenTrail trail = new TokenTrail();
    trail.add("return", 0.5, List.of());
    trail.add(" 1;\n", 0.25, List.of());
    trail.add("  }", 0.125, List.of());
    TokenTrail.Sureness line = trail.of(1);
    assertEquals(Math.log(0.5), line.first());
    assertEquals(Math.log(0.25), line.least());
    assertEquals(Math.log(0.25), line.last());
    assertEquals(Math.log(0.125), line.sum(), 1e-12);
    assertEquals(3, trail.of(2).count());
    assertEquals(0, new TokenTrail().of(1).sum());
  }

  @Test
  void whatWasTypedOfATokenMakesItsRestSurer() {
    TokenTrail trail = new TokenTrail();
    trail.add(" ", 0.9, List.of());
    trail.add(
        "return",
        0.4,
        List.of(
            new TokenTrail.Other("return", 0.4),
            new TokenTrail.Other("re", 0.1),
            new TokenTrail.Other("throw", 0.4)));
    trail.add(";", 0.5, List.of());
    assertEquals(" return;", trail.text());
    assertEquals(Math.log(0.4), trail.behind(1).of(1).first(), 1e-12);
    // Of "return" and "re" it is the one, and a little of what was not listed may begin so, too.
    TokenTrail rest = trail.behind(2);
    assertEquals("eturn;", rest.text());
    assertEquals(Math.log(0.4 / (0.5 + 0.1 / 16)), rest.of(1).first(), 1e-12);
    assertEquals(Math.log(0.5), trail.behind(7).of(1).first(), 1e-12);
    assertEquals(0, trail.behind(8).of(1).count());
  }

  @Test
  void whatStandsElsewhereIsSeen() {
    // "int[] values) {\n    return " stands twice, and "values[0] + offset;" follows.
    assertEquals(1, value(Feature.COPIED, "values[0] + offset;", 0.9));
    assertTrue(value(Feature.MATCH, "x", 0.9) > Math.log(25));
    assertEquals(0, value(Feature.COPIED, "new int[0];", 0.9));
    assertEquals(0, value(Feature.NEW_WORDS, "values[0];", 0.9));
    assertEquals(Math.log(3), value(Feature.NEW_WORDS, "other.thing(values);", 0.9), 1e-12);
  }

  @Test
  void thePlaceIsSeen() {
    assertEquals(1, value(Feature.RIGHT_SIDE, "1;", 0.9));
    assertEquals(0, value(Feature.LINE_START, "1;", 0.9));
    CompletionSite word = new CompletionSite("class A {\n  int va", "\n}\n");
    FeatureReader reader = new FeatureReader(word, CompletionMode.LINE, new TokenTrail());
    assertEquals(1, reader.read("lue;", 1).value(Feature.IN_WORD));
    assertEquals(0, reader.read(" = 1;", 1).value(Feature.IN_WORD));
  }

  @Test
  void theSurerTheModelTheLikelierATextIsKept() {
    for (Gate gate : new Gate[] {Gate.of("gloss-nano"), Gate.of("some model")}) {
      double sure = gate.chance(features("values[0] + offset;", 0.99), 0);
      double unsure = gate.chance(features("values[0] + offset;", 0.4), 0);
      assertTrue(sure > 0.5, "sure: " + sure);
      assertTrue(unsure < 0.15, "unsure: " + unsure);
    }
  }

  @Test
  void eachModelHasItsOwnWeights() {
    Features features = features("values[0];", 0.8);
    assertNotEquals(
        Gate.of("gloss-nano").logOdds(features), Gate.of("some model").logOdds(features));
    assertEquals(
        Gate.of("another model").logOdds(features), Gate.of("some model").logOdds(features));
    assertNotEquals(
        Gate.of("Qwen2.5 Coder 0.5B Instruct").logOdds(features),
        Gate.of("some model").logOdds(features));
    assertEquals(
        Gate.of("Qwen2.5 Coder 0.5BX").logOdds(features), Gate.of("some model").logOdds(features));
  }

  @Test
  void calibrationScalesAndShifts() {
    Gate gate = Gate.of("gloss-nano");
    Features features = features("values[0];", 0.8);
    double odds = gate.logOdds(features);
    double expected = 1 / (1 + Math.exp(-(0.5 * odds + 0.25 - 1)));
    assertEquals(expected, gate.calibrated(0.5, 0.25).chance(features, -1), 1e-12);
  }

  @Test
  void whatCountsMostAgainstATextIsNamed() {
    Features features = features("values[0];", 0.2);
    Feature doubt = Gate.of("gloss-nano").doubt(features);
    assertTrue(
        doubt == Feature.CHANCE || doubt == Feature.JOINT || doubt == Feature.LEAST, doubt.label());
  }
}
