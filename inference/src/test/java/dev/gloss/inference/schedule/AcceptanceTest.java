package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AcceptanceTest {

  private static Acceptance learned(int kind, int rightOfTen) {
    Acceptance acceptance = Acceptance.assuming(0.5);
    for (int i = 0; i < 1000; i++) {
      acceptance.observe(kind, i % 10 < rightOfTen);
    }
    return acceptance;
  }

  @Test
  void kindsAreLearnedApart() {
    Acceptance acceptance = learned(3, 8);
    assertEquals(0.8, acceptance.of(3), 0.05);
    assertEquals(0.5, acceptance.of(4));
    assertEquals(0.8, acceptance.mean(), 0.05);
  }

  @Test
  void aTextThatRepeatsNothingIsSoonDistrustedAndNoOtherOne() {
    Acceptance general = learned(2, 4);
    Acceptance text = general.ofSequence();
    assertEquals(general.of(2), text.of(2));
    for (int i = 0; i < 8; i++) {
      text.observe(2, false);
    }
    assertTrue(text.of(2) < 0.15, "" + text.of(2));
    assertTrue(general.of(2) > 0.3, "" + general.of(2));
  }

  @Test
  void aTextThatBeginsToRepeatIsSoonTrustedAgain() {
    Acceptance text = learned(2, 4).ofSequence();
    for (int i = 0; i < 30; i++) {
      text.observe(2, false);
    }
    double distrusted = text.of(2);
    for (int i = 0; i < 4; i++) {
      text.observe(2, true);
    }
    assertTrue(text.of(2) > 2 * distrusted, distrusted + " and then " + text.of(2));
  }

  @Test
  void noChanceIsAboveOne() {
    Acceptance text = learned(2, 9).ofSequence();
    for (int i = 0; i < 50; i++) {
      text.observe(2, true);
    }
    assertTrue(text.of(2) <= 1 && text.mean() <= 1);
  }
}
