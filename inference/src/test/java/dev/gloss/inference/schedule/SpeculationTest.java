package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.decode.Distribution;
import dev.gloss.inference.testing.ChiSquare;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.Outcome;
import dev.gloss.inference.testing.Property;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpeculationTest {

  static GenerationRequest anyRequest(SplittableRandom random) {
    GenerationRequest request = request(random.nextInt(1, 40)).withIgnoreEos(random.nextBoolean());
    if (random.nextBoolean()) {
      int topK = random.nextInt(3) * 10;
      double topP = random.nextBoolean() ? 1 : 0.7 + 0.3 * random.nextDouble();
      double temperature = 0.1 + random.nextDouble();
      request = request.withSampling(new Sampling(temperature, topK, topP, random.nextLong(1000)));
    }
    return random.nextBoolean() ? request : request.withNgramWeight(0.4 * random.nextDouble());
  }

  @Test
  void draftsChangeNoToken() {
    try (LoopFixture fixture = new LoopFixture()) {
      Property.forSeeds(
          150,
          random -> {
            GenerationRequest request = anyRequest(random);
            int[] prompt = randomTokens(random, 1, 40);
            List<Integer> expected = expected(request, prompt);
            Outcome drafted = fixture.run(request, prompt);
            Outcome plain = fixture.run(request.withSpeculation(Speculation.OFF), prompt);
            assertEquals(expected, plain.ids());
            assertEquals(expected, drafted.ids());
            for (int i = 0; i < expected.size(); i++) {
              double probability = plain.tokens().get(i).probability();
              assertEquals(probability, drafted.tokens().get(i).probability());
            }
            assertEquals(plain.reason(), drafted.reason());
          });
    }
  }

  @Test
  void measuringWhetherDraftsPayChangesNoToken() {
    try (LoopFixture fixture = new LoopFixture()) {
      GenerationRequest request = request(30).withSpeculation(Speculation.AUTO);
      for (int first = 5; first < 15; first++) {
        assertEquals(expected(request, first, 9), fixture.run(request, first, 9).ids());
      }
    }
  }

  @Test
  void draftsSavePasses() {
    try (LoopFixture fixture = new LoopFixture()) {
      GenerationStats drafted = fixture.run(request(200), 7, 8, 9).stats();
      Speculation off = Speculation.OFF;
      GenerationStats plain = fixture.run(request(200).withSpeculation(off), 7, 8, 9).stats();
      assertEquals(199, plain.targetPasses());
      assertEquals(0, plain.drafted());
      // The hash backend's drafts are right seven times in ten.
      double acceptance = (double) drafted.accepted() / drafted.drafted();
      assertTrue(acceptance > 0.6 && acceptance < 0.8, "accepted " + acceptance);
      assertEquals(199, drafted.targetPasses() + drafted.accepted());
    }
  }

  @Test
  void eventsTellAcceptedAndRejectedDrafts() {
    try (LoopFixture fixture = new LoopFixture()) {
      Outcome outcome = fixture.run(request(100), 7, 8, 9);
      int accepted = 0;
      int rejected = 0;
      for (GenerationEvent.Token token : outcome.tokens()) {
        accepted += token.drafted() ? 1 : 0;
        rejected += token.rejectedDraft() >= 0 ? 1 : 0;
        assertTrue(!token.drafted() || token.rejectedDraft() < 0);
        assertTrue(token.rejectedDraft() != token.id());
      }
      assertEquals(outcome.stats().accepted(), accepted);
      assertEquals(outcome.stats().drafted(), accepted + rejected);
      assertTrue(accepted > 0 && rejected > 0);
    }
  }

  @Test
  void aModelWithoutModuleDecodesPlainly() {
    try (LoopFixture fixture = new LoopFixture(new HashBackend(50, 4, 32, 100, false))) {
      Outcome outcome = fixture.run(request(20), 7, 8, 9);
      assertEquals(expected(request(20), 7, 8, 9), outcome.ids());
      assertEquals(0, outcome.stats().drafted());
    }
  }

  @Test
  void theEndTokenEndsTheTextAlsoWhereItWasDrafted() {
    try (LoopFixture fixture = new LoopFixture()) {
      int stopped = 0;
      for (int first = 5; first < 61; first++) {
        GenerationRequest request = request(60).withIgnoreEos(false);
        Outcome outcome = fixture.run(request, first, 9);
        assertEquals(expected(request, first, 9), outcome.ids());
        if (outcome.reason() == FinishReason.STOP) {
          stopped++;
          assertTrue(outcome.ids().size() < 60 && !outcome.ids().contains(LoopFixture.EOS));
        }
      }
      assertTrue(stopped > 10, "stopped " + stopped);
    }
  }

  /// The second token of a drafting sequence was verified against a draft; given the first it must
  /// come from the target's distribution all the same.
  @Test
  void verifiedTokensFollowTheTargetsDistribution() {
    int[] prompt = {7, 8, 9};
    double temperature = 0.5;
    int[] counts = new int[HashBackend.VOCABULARY];
    int accepted = 0;
    // The most probable first token, so that there are enough cases.
    int first = bestAfter(prompt);
    int[] longer = LoopFixture.join(prompt, first);
    try (LoopFixture fixture = new LoopFixture()) {
      for (int seed = 0; seed < 6000; seed++) {
        Sampling sampling = new Sampling(temperature, 0, 1, seed);
        Outcome outcome = fixture.run(request(3).withSampling(sampling), prompt);
        List<Integer> ids = outcome.ids();
        if (ids.getFirst() == first) {
          counts[ids.get(1)]++;
          accepted += outcome.tokens().get(1).drafted() ? 1 : 0;
        }
      }
    }
    assertTrue(accepted > 50, "drafts accepted: " + accepted);
    Distribution target = new Distribution(HashBackend.VOCABULARY);
    target.fill(
        MemorySegment.ofArray(HashBackend.logitsAfter(longer)),
        longer,
        longer.length,
        List.of(),
        new Sampling(temperature, 0, 1, 0));
    double[] probabilities = new double[counts.length];
    for (int token = 0; token < counts.length; token++) {
      probabilities[token] = target.probability(token);
    }
    ChiSquare.check(counts, probabilities);
  }

  private static int bestAfter(int... tokens) {
    float[] logits = HashBackend.logitsAfter(tokens);
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      best = logits[token] > logits[best] ? token : best;
    }
    return best;
  }
}
