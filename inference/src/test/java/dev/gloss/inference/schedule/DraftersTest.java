package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.join;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.schedule.LoopFixture.Asked;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.HashBackend.Mind;
import dev.gloss.inference.testing.Outcome;
import dev.gloss.inference.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Drafts of several tokens by the text's own n-grams and by another model, on backends that refuse
/// every entry that is not the sequence's.
class DraftersTest {
  private static final List<Speculation> ALL =
      List.of(
          Speculation.OFF,
          Speculation.MTP,
          Speculation.NGRAM,
          Speculation.NGRAM.withDraftTokens(3),
          Speculation.DRAFT_MODEL,
          Speculation.DRAFT_MODEL.withDraftTokens(16),
          Speculation.AUTO);

  private static Speculation any(SplittableRandom random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  @ParameterizedTest
  @EnumSource
  void nobodysDraftsChangeATokenOrItsProbability(Mind small) {
    try (LoopFixture fixture =
        LoopFixture.withLongDrafts(HashBackend.roomy(), HashBackend.of(small))) {
      Property.forSeeds(
          25,
          random -> {
            GenerationRequest request = SpeculationTest.anyRequest(random);
            int[] prompt = randomTokens(random, 1, 30);
            prompt = random.nextBoolean() ? join(prompt, prompt) : prompt;
            Outcome plain = fixture.run(request.withSpeculation(Speculation.OFF), prompt);
            assertEquals(expected(request, prompt), plain.ids());
            for (Speculation speculation : ALL) {
              Outcome drafted = fixture.run(request.withSpeculation(speculation), prompt);
              assertEquals(plain.ids(), drafted.ids(), speculation.toString());
              assertEquals(plain.reason(), drafted.reason());
              for (int i = 0; i < plain.tokens().size(); i++) {
                double probability = plain.tokens().get(i).probability();
                assertEquals(probability, drafted.tokens().get(i).probability());
              }
            }
          });
    }
  }

  @Test
  void aModelThatIsTheSameDraftsWhatFollows() {
    HashBackend same = HashBackend.of(Mind.HISTORY);
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.roomy(), same)) {
      for (GenerationRequest request :
          List.of(request(100), request(100).withSampling(new Sampling(0.8, 20, 0.9, 5)))) {
        GenerationRequest drafting = request.withSpeculation(Speculation.DRAFT_MODEL);
        Outcome outcome = fixture.run(drafting, 7, 8, 9);
        assertEquals(expected(request, 7, 8, 9), outcome.ids());
        GenerationStats stats = outcome.stats();
        assertEquals(stats.drafted(), stats.accepted());
        // Nine tokens a pass, but for the first, before it is known what a draft costs.
        assertTrue(stats.targetPasses() <= 12, stats.toString());
      }
    }
    assertTrue(same.closed());
  }

  @Test
  void anUnsureModelIsRightAsOftenAsItIs() {
    HashBackend unsure = HashBackend.of(Mind.UNSURE);
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.roomy(), unsure)) {
      Speculation one = Speculation.DRAFT_MODEL.withDraftTokens(1);
      GenerationStats stats = fixture.run(request(400).withSpeculation(one), 7, 8, 9).stats();
      double acceptance = (double) stats.accepted() / stats.drafted();
      assertTrue(acceptance > 0.6 && acceptance < 0.8, "accepted " + acceptance);
    }
  }

  @Test
  void whatRepeatsItselfIsCopied() {
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.of(Mind.FORGETFUL))) {
      GenerationRequest request = request(200);
      Outcome plain = fixture.run(request.withSpeculation(Speculation.OFF), 7, 8, 9);
      for (Speculation speculation : List.of(Speculation.NGRAM, Speculation.AUTO)) {
        Outcome copied = fixture.run(request.withSpeculation(speculation), 7, 8, 9);
        assertEquals(plain.ids(), copied.ids());
        assertTrue(copied.stats().targetPasses() < 60, copied.stats().toString());
        assertEquals(199, copied.stats().targetPasses() + copied.stats().accepted());
      }
    }
  }

  @Test
  void aNewTextIsNotDrafted() {
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.of(Mind.HISTORY))) {
      assertEquals(
          0, fixture.run(request(3).withSpeculation(Speculation.NGRAM), 7).stats().drafted());
    }
  }

  @Test
  void theEndTokenEndsTheTextWithinADraft() {
    HashBackend same = HashBackend.of(Mind.HISTORY);
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.roomy(), same)) {
      int stopped = 0;
      for (int first = 5; first < 61; first++) {
        GenerationRequest request =
            request(60).withIgnoreEos(false).withSpeculation(Speculation.DRAFT_MODEL);
        Outcome outcome = fixture.run(request, first, 9);
        assertEquals(expected(request, first, 9), outcome.ids());
        stopped += outcome.reason() == FinishReason.STOP ? 1 : 0;
      }
      assertTrue(stopped > 10, "stopped " + stopped);
    }
  }

  /// Many at a time, with common beginnings, on caches so small that sequences and drafts are
  /// thrown out, and with some taken back.
  @Test
  void batchesReuseAndCancellationChangeNoToken() {
    Property.forSeeds(
        20,
        random -> {
          HashBackend main =
              new HashBackend(random.nextInt(20, 60), random.nextInt(2, 6), 24, 64, true);
          HashBackend small =
              new HashBackend(
                  random.nextInt(12, 60), random.nextInt(2, 6), 128, 64, false, Mind.UNSURE);
          try (LoopFixture fixture = LoopFixture.withLongDrafts(main, small)) {
            int context = LoopFixture.limits(main).context();
            int[] shared = randomTokens(random, 1, Math.max(1, context / 2 - 8));
            List<Asked> asked = new ArrayList<>();
            List<List<Integer>> expected = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              int[] prefix = Arrays.copyOf(shared, random.nextInt(shared.length + 1));
              int[] prompt = join(prefix, randomTokens(random, 1, 6));
              GenerationRequest request =
                  request(random.nextInt(1, context - prompt.length + 1))
                      .withSpeculation(any(random));
              if (random.nextBoolean()) {
                request = request.withSampling(new Sampling(0.7, 0, 1, i));
              }
              asked.add(fixture.ask(request, prompt));
              expected.add(expected(request, prompt));
              if (random.nextInt(4) == 0) {
                asked.get(random.nextInt(asked.size())).generation().cancel();
              }
            }
            for (int i = 0; i < asked.size(); i++) {
              Outcome outcome = asked.get(i).outcome();
              List<Integer> ids = outcome.ids();
              assertEquals(expected.get(i).subList(0, ids.size()), ids);
              assertTrue(
                  outcome.reason() == FinishReason.CANCELLED
                      || ids.size() == expected.get(i).size());
            }
            assertEquals(main.pages(), fixture.freePages());
          }
        });
  }

  @Test
  void aDraftModelThatFailsIsDoneWithout() {
    HashBackend broken = HashBackend.of(Mind.HISTORY);
    broken.beforeStep(
        _ -> {
          throw new IllegalStateException("broken");
        });
    try (LoopFixture fixture = LoopFixture.withLongDrafts(HashBackend.roomy(), broken)) {
      GenerationRequest request = request(20).withSpeculation(Speculation.DRAFT_MODEL);
      for (int first = 7; first < 9; first++) {
        Outcome outcome = fixture.run(request, first);
        assertEquals(expected(request, first), outcome.ids());
        assertEquals(0, outcome.stats().drafted());
      }
      assertTrue(broken.closed());
    }
  }
}
