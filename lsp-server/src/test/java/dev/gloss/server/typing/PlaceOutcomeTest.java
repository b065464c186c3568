package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.completion.Syntax;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `return a + b;` is typed, and something is shown after each key.
class PlaceOutcomeTest {
  private final ParseAtPlace parser = new ParseAtPlace(Syntax.of("java"));

  @Test
  void aTextThatStaysIsOneText() {
    PlaceOutcome outcome = outcome("return a + b;", "eturn a + b;", "turn a + b;", "urn a + b;");
    assertEquals(1, outcome.texts().size());
    assertTrue(outcome.texts().getFirst().agreement().exact());
    assertReversals(outcome, 3, 0, 3, 0);
  }

  @Test
  void aTextThatComesBackIsOneTextButWasWithdrawn() {
    PlaceOutcome outcome = outcome("return a + b;", "", "turn a + b;");
    assertEquals(1, outcome.texts().size());
    assertReversals(outcome, 1, 1, 1, 1);
  }

  @Test
  void anotherTextInItsPlaceIsAReversal() {
    PlaceOutcome outcome = outcome("return 1;", "eturn 2;", "turn 2;");
    assertEquals(2, outcome.texts().size());
    assertReversals(outcome, 2, 1, 0, 0);
  }

  @Test
  void aTextThatGrowsTakesNothingBackAndOneThatShrinksDoes() {
    assertReversals(outcome("return a", "eturn a + b;"), 1, 0, 1, 0);
    assertReversals(outcome("return a + b;", "eturn a"), 1, 1, 1, 1);
  }

  @Test
  void whatOneDoesNotTypeAlongOrHasTypedIsNoReversal() {
    assertReversals(outcome("int c;", "eturn a"), 0, 0, 0, 0);
    assertReversals(outcome("r", ""), 0, 0, 0, 0);
  }

  @Test
  void theTextThatStoodThereNeitherRepeatsNorBreaksAnything() {
    Suggested right = outcome("return a").texts().getFirst();
    assertEquals(ParseAtPlace.Verdict.FINE, right.parse());
    Suggested wrong = outcome("return a a a a").texts().getFirst();
    assertTrue(wrong.repeats());
    assertTrue(wrong.breaksParse());
  }

  @Test
  void figuresAreOfTextsAndOfPlaces() {
    TypingFigures figures =
        TypingFigures.of(
            List.of(
                outcome("return a + b;", "eturn a + b;"),
                outcome("return b;", "eturn a", ""),
                outcome("", "", "")));
    assertEquals(3, figures.places());
    assertEquals(8, figures.keys());
    assertEquals(3, figures.texts());
    assertEquals(66.7, Sum.mean(figures.coverage()));
    assertEquals(100, Sum.mean(figures.firstWord()));
    assertEquals(33.3, Sum.mean(figures.firstLine()));
    assertEquals(66.7, Sum.mean(figures.agreeing()));
    assertEquals(33.3, Sum.mean(figures.exact()));
    // 13 of 13, 7 of "return b;", all 7 of "eturn a".
    assertEquals(93.1, Sum.mean(figures.keptChars()));
    assertEquals(3, figures.along());
    assertEquals(66.7, Sum.mean(figures.reversals()));
    assertEquals(50, Sum.mean(figures.reversalsOfRight()));
    assertEquals(1, Sum.mean(figures.callsPerKey()));
    assertEquals(20, figures.latency().p50Ms());
    assertEquals(30, figures.latency().p95Ms());
  }

  private static void assertReversals(PlaceOutcome outcome, int... counts) {
    assertEquals(
        Arrays.stream(counts).boxed().toList(),
        List.of(
            outcome.along(),
            outcome.reversals(),
            outcome.alongRight(),
            outcome.reversalsOfRight()));
  }

  private PlaceOutcome outcome(String... shown) {
    TypingPlace place = Sum.lineStart();
    List<Key> keys =
        IntStream.range(0, shown.length)
            .mapToObj(i -> new Key(shown[i], 10.0 * (i + 1), 1, null))
            .toList();
    return PlaceOutcome.of(place, new PlaceRecord(place.id(), keys), parser);
  }
}
