package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SummaryScoreTest {

  @Test
  void equalSentencesScoreOneWhateverTheirCase() {
    assertEquals(1, SummaryScore.bleu4("Returns the sum.", "returns the sum."), 1e-12);
    assertEquals(1, SummaryScore.rougeL("Returns the sum.", "returns the sum."), 1e-12);
  }

  @Test
  void nothingInCommonScoresZero() {
    assertEquals(0, SummaryScore.bleu4("alpha beta", "gamma delta"));
    assertEquals(0, SummaryScore.rougeL("alpha beta", "gamma delta"));
    assertEquals(0, SummaryScore.bleu4("", "gamma"));
    assertEquals(0, SummaryScore.rougeL("gamma", ""));
  }

  @Test
  void bleuIsTheGeometricMeanOfSmoothedPrecisionsTimesTheBrevityPenalty() {
    // Candidate "a b c d" against "a b x d e": 1-grams 3/4, 2-grams (1+1)/(3+1), 3-grams
    // (0+1)/(2+1), 4-grams (0+1)/(1+1); the candidate is one word short of five.
    double precisions = 0.75 * 0.5 * (1.0 / 3) * 0.5;
    double expected = Math.pow(precisions, 0.25) * Math.exp(1 - 5.0 / 4);
    assertEquals(expected, SummaryScore.bleu4("a b c d", "a b x d e"), 1e-12);
  }

  @Test
  void aRepeatedWordMatchesOnlyAsOftenAsItIsWanted() {
    double expected = Math.pow((1.0 / 3) * (1.0 / 3) * (1.0 / 2) * 1, 0.25);
    assertEquals(expected, SummaryScore.bleu4("the the the", "the cat"), 1e-12);
  }

  @Test
  void rougeIsTheHarmonicMeanOfPrecisionAndRecall() {
    assertEquals(2.0 * 3 / 9, SummaryScore.rougeL("a b c d", "a b x d e"), 1e-12);
  }

  @Test
  void theFirstSentenceEndsAtAFullStopBeforeACapital() {
    check("Returns the sum. Throws nothing.", "Returns the sum.");
    check("Uses e.g. the cache, v1.2 too", "Uses e.g. the cache, v1.2 too");
    check("  One line\nonly  ", "One line\nonly");
    check("", "");
  }

  private static void check(String text, String expected) {
    assertEquals(expected, SummaryScore.firstSentence(text));
  }
}
