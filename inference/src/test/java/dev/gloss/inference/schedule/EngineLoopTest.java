package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.join;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.schedule.LoopFixture.Asked;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.Outcome;
import dev.gloss.inference.testing.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineLoopTest {

  @Test
  void generatesWhatTheModelSays() {
    try (LoopFixture fixture = new LoopFixture()) {
      Outcome outcome = fixture.run(request(30), 7, 8, 9);
      assertEquals(expected(request(30), 7, 8, 9), outcome.ids());
      assertEquals(FinishReason.LENGTH, outcome.reason());
      int[] ids = outcome.ids().stream().mapToInt(Integer::intValue).toArray();
      assertEquals(LoopFixture.LETTERS.decode(ids), outcome.text());
      assertEquals(3, outcome.stats().promptTokens());
      assertEquals(30, outcome.stats().generatedTokens());
    }
  }

  @Test
  void listsAlternativesMostProbableFirst() {
    try (LoopFixture fixture = new LoopFixture()) {
      for (GenerationEvent.Token token : fixture.run(request(5).withAlternatives(3), 7).tokens()) {
        assertEquals(3, token.alternatives().size());
        assertEquals(token.id(), token.alternatives().getFirst().id());
        assertEquals(token.probability(), token.alternatives().getFirst().probability());
        assertTrue(token.probability() >= token.alternatives().get(1).probability());
      }
    }
  }

  @Test
  void theContextEndsTheAnswer() {
    try (LoopFixture fixture = new LoopFixture(new HashBackend(100, 4, 16, 20, true))) {
      Outcome outcome = fixture.run(request(1000), 7, 8, 9);
      assertEquals(17, outcome.ids().size());
      assertEquals(FinishReason.LENGTH, outcome.reason());
      assertEquals(1, fixture.run(request(5), new int[19]).ids().size());
    }
  }

  @Test
  void aPromptThatFillsTheContextFailsInOneLine() {
    try (LoopFixture fixture = new LoopFixture(new HashBackend(100, 4, 16, 20, true))) {
      assertEquals(
          "the prompt has 20 tokens, which leaves no room for an answer in a context of 20",
          fixture.run(request(1), new int[20]).failure());
    }
  }

  @Test
  void typingOneCharacterComputesOnlyWhatChanged() {
    try (LoopFixture fixture = new LoopFixture()) {
      SplittableRandom random = new SplittableRandom(4);
      int[] prefix = randomTokens(random, 120, 120);
      fixture.run(request(3), prefix);
      for (int typed = 0; typed < 8; typed++) {
        prefix = join(prefix, 5 + typed);
        long before = fixture.backend.rowsRun();
        Outcome outcome = fixture.run(request(3), prefix);
        assertEquals(expected(request(3), prefix), outcome.ids());
        assertTrue(outcome.started().reusedTokens() >= prefix.length - 3);
        // The character, the one before it for its MTP entry, and the three tokens with drafts.
        assertTrue(fixture.backend.rowsRun() - before <= 2 + 2 * 3);
      }
    }
  }

  /// Prompts that share beginnings of any length, on one loop with a small cache: reuse, copies and
  /// evictions all happen, and every answer is that of a fresh computation.
  @Test
  void aReusedPrefixGivesTheFreshResult() {
    Property.forSeeds(
        40,
        random -> {
          int pages = random.nextInt(14, 60);
          HashBackend backend = new HashBackend(pages, random.nextInt(1, 6), 24, 64, true);
          int reused = 0;
          try (LoopFixture fixture = new LoopFixture(backend)) {
            int context = LoopFixture.limits(backend).context();
            int[] prompt = randomTokens(random, 1, Math.max(1, context - 10));
            for (int turn = 0; turn < 25; turn++) {
              int kept = random.nextInt(prompt.length + 1);
              int added = random.nextInt(1, 5);
              prompt = join(Arrays.copyOf(prompt, kept), randomTokens(random, added, added));
              prompt = Arrays.copyOf(prompt, Math.min(prompt.length, context - 5));
              Speculation speculation = random.nextInt(3) == 0 ? Speculation.OFF : Speculation.MTP;
              GenerationRequest request = request(4).withSpeculation(speculation);
              Outcome outcome = fixture.run(request, prompt);
              assertEquals(expected(request, prompt), outcome.ids());
              reused += outcome.stats().reusedTokens();
            }
            assertEquals(pages, fixture.freePages());
          }
          assertTrue(reused > 0);
        });
  }

  /// Reading for a panel takes long steps; who types does not wait for their end.
  @Test
  void aStepIsGivenUpForSomebodyMoreUrgent() {
    try (LoopFixture fixture = new LoopFixture()) {
      learnSpeed(fixture);
      Hold hold = new Hold(fixture);
      int[] longPrompt = new int[200];
      Arrays.fill(longPrompt, 5);
      int[] shortPrompt = {1, 2, 3};
      GenerationRequest ask = request(9).withPriority(Priority.PANEL);
      Asked panel = fixture.ask(ask, longPrompt);
      hold.awaitFirstStep();
      Asked typed = fixture.ask(request(5).withPriority(Priority.COMPLETION), shortPrompt);
      hold.release();
      assertEquals(expected(request(5), shortPrompt), typed.outcome().ids());
      assertEquals(expected(request(9), longPrompt), panel.outcome().ids());
      assertEquals(shortPrompt[0], hold.batches.get(1).getFirst().tokenIds()[0]);
      assertEquals(1, hold.batches.get(1).size());
      assertTrue(
          hold.batches.stream().skip(1).flatMap(List::stream).anyMatch(s -> isBegin(s, longPrompt)),
          "what was given up is read again");
    }
  }

  /// Until then steps are small, and are not given up.
  private static void learnSpeed(LoopFixture fixture) {
    fixture.run(request(1), randomTokens(new SplittableRandom(1), 40, 40));
  }

  /// Somebody who comes again and again does not keep others from reading.
  @Test
  void stepsAreFinishedAtLast() {
    try (LoopFixture fixture = new LoopFixture()) {
      learnSpeed(fixture);
      int[] longPrompt = new int[200];
      Arrays.fill(longPrompt, 5);
      GenerationRequest typed = request(1).withPriority(Priority.COMPLETION);
      List<Asked> all = Collections.synchronizedList(new ArrayList<>());
      fixture.backend.beforeStep(
          batch -> {
            if (batch.getFirst().tokenIds()[0] == 5 && all.size() < 1000) {
              all.add(fixture.ask(typed, 1, 2, 3));
            }
          });
      Asked panel = fixture.ask(request(9).withPriority(Priority.PANEL), longPrompt);
      assertEquals(expected(request(9), longPrompt), panel.outcome().ids());
      assertTrue(all.size() < 100, all.size() + " steps");
    }
  }

  private static boolean isBegin(Slice slice, int[] prompt) {
    return slice.start() == 0 && slice.tokenIds()[0] == prompt[0];
  }

  /// What was read for a completion that is superseded is of use for the next one.
  @Test
  void aStepIsFinishedForSomebodyAsUrgent() {
    try (LoopFixture fixture = new LoopFixture()) {
      Hold hold = new Hold(fixture);
      int[] prompt = new int[200];
      Arrays.fill(prompt, 5);
      GenerationRequest request = request(5).withPriority(Priority.COMPLETION);
      Asked first = fixture.ask(request, prompt);
      hold.awaitFirstStep();
      first.generation().cancel();
      int[] next = join(prompt, 6);
      Asked second = fixture.ask(request, next);
      hold.release();
      assertEquals(expected(request, next), second.outcome().ids());
      int read = hold.batches.getFirst().getFirst().count();
      assertTrue(second.outcome().started().reusedTokens() >= read - 2, "read " + read);
    }
  }

  @Test
  void aStepThatNobodyWantsIsGivenUp() {
    try (LoopFixture fixture = new LoopFixture()) {
      learnSpeed(fixture);
      long before = fixture.backend.rowsRun();
      Hold hold = new Hold(fixture);
      int[] prompt = new int[200];
      Arrays.fill(prompt, 5);
      Asked hover = fixture.ask(request(5).withPriority(Priority.HOVER), prompt);
      hold.awaitFirstStep();
      hover.generation().cancel();
      hold.release();
      assertEquals(FinishReason.CANCELLED, hover.outcome().reason());
      assertEquals(before, fixture.backend.rowsRun());
    }
  }

  /// A chunk of a long prompt in each step would make each token take as long as the chunk.
  @Test
  void aLongPromptForWhichNobodyWaitsIsNotReadWhileSomethingIsWritten() {
    try (LoopFixture fixture = new LoopFixture()) {
      Hold hold = new Hold(fixture);
      int[] shortPrompt = {1, 2, 3};
      int[] longPrompt = new int[200];
      Arrays.fill(longPrompt, 5);
      Asked written = fixture.ask(request(20).withPriority(Priority.COMPLETION), shortPrompt);
      Asked ahead = fixture.ask(request(1).withPriority(Priority.BACKGROUND), longPrompt);
      hold.release();
      assertEquals(expected(request(20), shortPrompt), written.outcome().ids());
      assertEquals(expected(request(1), longPrompt), ahead.outcome().ids());
      assertTrue(
          hold.batches.stream().noneMatch(batch -> hasPrompt(batch, 1) && hasPrompt(batch, 5)),
          "both in one step");
    }
  }

  @Test
  void manyAtATimeGetTheTokensTheyGetAlone() {
    try (LoopFixture fixture = new LoopFixture()) {
      Hold hold = new Hold(fixture);
      SplittableRandom random = new SplittableRandom(5);
      List<Asked> asked = new ArrayList<>();
      List<int[]> prompts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int[] prompt = randomTokens(random, 1, 60);
        prompts.add(prompt);
        asked.add(fixture.ask(settings(i), prompt));
      }
      hold.release();
      for (int i = 0; i < 12; i++) {
        assertEquals(expected(settings(i), prompts.get(i)), asked.get(i).outcome().ids());
      }
      assertTrue(hold.batches.stream().anyMatch(batch -> batch.size() > 8), "they ran together");
    }
  }

  private static GenerationRequest settings(int i) {
    GenerationRequest request =
        request(20 + i).withPriority(Priority.values()[i % Priority.values().length]);
    return switch (i % 3) {
      case 0 -> request;
      case 1 -> request.withSampling(new Sampling(0.8, 0, 0.9, i));
      default -> request.withSpeculation(Speculation.OFF).withNgramWeight(0.2);
    };
  }

  @Test
  void theMoreUrgentGoFirstAndEqualsInOrder() {
    HashBackend backend = HashBackend.roomy();
    try (LoopFixture fixture = new LoopFixture(backend, new Limits(512, 8, 8, 8, 1))) {
      Hold hold = new Hold(fixture);
      // The first holds the loop in its step, until all others are in the queue.
      List<Asked> asked = new ArrayList<>();
      asked.add(fixture.ask(request(1), 5));
      hold.awaitFirstStep();
      Priority[] order = {
        Priority.BACKGROUND,
        Priority.PANEL,
        Priority.COMPLETION,
        Priority.HOVER,
        Priority.BACKGROUND,
        Priority.COMPLETION
      };
      for (int i = 0; i < order.length; i++) {
        int[] prompt = new int[20];
        Arrays.fill(prompt, 10 + i);
        asked.add(fixture.ask(request(1).withPriority(order[i]), prompt));
      }
      hold.release();
      asked.forEach(Asked::outcome);
      List<Integer> begun =
          hold.batches.stream()
              .flatMap(List::stream)
              .filter(slice -> slice.start() == 0 && slice.tokenIds()[0] >= 10)
              .map(slice -> slice.tokenIds()[0] - 10)
              .toList();
      assertEquals(List.of(2, 5, 3, 1, 0, 4), begun);
    }
  }

  /// A prompt that is being read in the background keeps a completion waiting for one chunk.
  @Test
  void aCompletionOvertakesALongPrompt() {
    HashBackend backend = HashBackend.roomy();
    try (LoopFixture fixture = new LoopFixture(backend, new Limits(512, 8, 8, 8, 1))) {
      Hold hold = new Hold(fixture);
      Asked background = fixture.ask(request(1), new int[400]);
      hold.awaitFirstStep();
      Asked completion =
          fixture.ask(request(1).withPriority(Priority.COMPLETION), 5, 6, 7, 8, 9, 10);
      hold.release();
      assertEquals(1, completion.outcome().ids().size());
      background.outcome();
      List<Integer> sizes =
          hold.batches.stream().map(batch -> batch.stream().mapToInt(Slice::count).sum()).toList();
      assertEquals(8, sizes.getFirst());
      int at =
          IntStream.range(0, 4)
              .filter(i -> hasPrompt(hold.batches.get(i), 5))
              .findFirst()
              .orElse(9);
      assertTrue(at <= 1, "the completion ran in step " + at);
    }
  }

  private static boolean hasPrompt(List<Slice> batch, int firstToken) {
    return batch.stream().anyMatch(slice -> slice.tokenIds()[0] == firstToken);
  }

  @Test
  void whenPagesRunOutTheLeastUrgentComputesAgain() {
    HashBackend backend = new HashBackend(12, 4, 32, 48, true);
    try (LoopFixture fixture = new LoopFixture(backend)) {
      Hold hold = new Hold(fixture);
      Priority[] priorities = {Priority.BACKGROUND, Priority.PANEL, Priority.COMPLETION};
      List<Asked> asked = new ArrayList<>();
      for (Priority priority : priorities) {
        int[] prompt = {6 + priority.ordinal(), 8, 9};
        asked.add(fixture.ask(request(28).withPriority(priority), prompt));
      }
      hold.release();
      for (int i = 0; i < 3; i++) {
        int[] prompt = {6 + priorities[i].ordinal(), 8, 9};
        assertEquals(expected(request(28), prompt), asked.get(i).outcome().ids());
      }
      long background =
          hold.batches.stream()
              .flatMap(List::stream)
              .filter(slice -> slice.tokenIds()[0] == 9 && slice.start() == 0)
              .count();
      assertTrue(background > 1, "the background prompt was read " + background + " times");
      assertEquals(12, fixture.freePages());
    }
  }

  @Test
  void cancellingFreesThePages() {
    try (LoopFixture fixture = new LoopFixture()) {
      CountDownLatch some = new CountDownLatch(5);
      List<GenerationEvent> events = new ArrayList<>();
      Generation generation =
          fixture.loop.submit(
              request(450),
              new int[] {5, 6, 7},
              List.of(),
              event -> {
                events.add(event);
                some.countDown();
              });
      Hold.await(some);
      generation.cancel();
      generation.completion().join();
      Outcome outcome = new Outcome(events);
      assertEquals(FinishReason.CANCELLED, outcome.reason());
      int got = outcome.ids().size();
      assertEquals(expected(request(450), 5, 6, 7).subList(0, got), outcome.ids());
      assertEquals(400, fixture.freePages());
      assertEquals(0, fixture.loop.load().running());
      generation.cancel();
    }
  }

  @Test
  void aWaitingRequestIsCancelledWithoutRunning() {
    HashBackend backend = HashBackend.roomy();
    try (LoopFixture fixture = new LoopFixture(backend, new Limits(512, 1, 8, 8, 1))) {
      Hold hold = new Hold(fixture);
      Asked first = fixture.ask(request(2), 5);
      hold.awaitFirstStep();
      Asked second = fixture.ask(request(2), 6);
      assertTrue(fixture.loop.load().waiting() >= 1);
      second.generation().cancel();
      hold.release();
      assertEquals(FinishReason.CANCELLED, second.outcome().reason());
      assertEquals(1, second.outcome().events().size());
      assertEquals(2, first.outcome().ids().size());
    }
  }

  @Test
  void aFaultOfOneRequestLeavesTheOthersAlone() {
    try (LoopFixture fixture = new LoopFixture()) {
      int poison = 60;
      fixture.backend.beforeStep(
          batch -> {
            for (Slice slice : batch) {
              if (slice.tokenIds()[0] == poison) {
                throw new IllegalStateException("cannot\nrun this");
              }
            }
          });
      List<Asked> asked = new ArrayList<>();
      for (int first = 57; first < 61; first++) {
        asked.add(fixture.ask(request(25), first, 8, 9));
      }
      assertEquals("generation failed: cannot", asked.getLast().outcome().failure());
      for (int i = 0; i < 3; i++) {
        assertEquals(expected(request(25), 57 + i, 8, 9), asked.get(i).outcome().ids());
      }
      assertEquals(400, fixture.freePages());
    }
  }

  /// Not one request's fault, and none that an exception's class would tell: whoever is there fails
  /// in one line, and who comes later does not.
  @Test
  void aFaultOfTheMachineFailsWhoIsThereAndNobodyElse() {
    try (LoopFixture fixture = new LoopFixture()) {
      for (boolean later : new boolean[] {false, true}) {
        fixture.backend.beforeStep(
            batch -> {
              if (!later || batch.getFirst().start() > 9) {
                throw new InternalError(
                    "a fault occurred in an unsafe memory access operation\nat some place");
              }
            });
        List<Asked> asked = new ArrayList<>();
        for (int first = 5; first < 8; first++) {
          asked.add(fixture.ask(request(25), first, 8, 9));
        }
        for (Asked each : asked) {
          assertEquals(
              "generation failed: the model's file was cut short or cannot be read any more",
              each.outcome().failure());
        }
        fixture.backend.beforeStep(batch -> {});
        assertEquals(expected(request(25), 5, 8, 9), fixture.run(request(25), 5, 8, 9).ids());
      }
      assertEquals(400, fixture.freePages());
    }
  }

  @Test
  void aListenerThatThrowsFailsItsRequestOnly() {
    try (LoopFixture fixture = new LoopFixture()) {
      for (Class<?> on :
          List.of(
              GenerationEvent.Started.class,
              GenerationEvent.Token.class,
              GenerationEvent.Finished.class)) {
        Generation bad =
            fixture.loop.submit(
                request(5),
                new int[] {5, 6},
                List.of(),
                event -> {
                  if (on.isInstance(event)) {
                    throw new IllegalStateException("listener");
                  }
                });
        Asked good = fixture.ask(request(25), 7, 8);
        boolean failed = bad.completion().join() instanceof GenerationEvent.Failed;
        assertEquals(on != GenerationEvent.Finished.class, failed);
        assertEquals(expected(request(25), 7, 8), good.outcome().ids());
      }
      assertEquals(400, fixture.freePages());
    }
  }

  /// The only prompt of the priority that is read now fails as it is opened: the turn is that of
  /// the less urgent one, which lacks nothing.
  @Test
  void aPromptThatFailsOnOpeningLeavesItsTurnToOthers() {
    try (LoopFixture fixture = new LoopFixture()) {
      Hold hold = new Hold(fixture);
      Asked first = fixture.ask(request(1), 5);
      hold.awaitFirstStep();
      Generation urgent =
          fixture.loop.submit(
              request(5).withPriority(Priority.COMPLETION),
              new int[] {6, 7, 8},
              List.of(),
              event -> {
                throw new IllegalStateException("listener");
              });
      Asked innocent = fixture.ask(request(5), 9, 10, 11);
      hold.release();
      first.outcome();
      assertTrue(urgent.completion().join() instanceof GenerationEvent.Failed);
      assertEquals(expected(request(5), 9, 10, 11), innocent.outcome().ids());
    }
  }

  @Test
  void aCopyThatFailsEndsItsRequestOnly() {
    try (LoopFixture fixture = new LoopFixture()) {
      int[] prompt = {5, 6, 7, 8, 9, 10, 11};
      fixture.run(request(5), prompt);
      fixture.backend.beforeCopy(
          () -> {
            throw new InternalError("cannot copy");
          });
      assertEquals("generation failed: cannot copy", fixture.run(request(5), prompt).failure());
      fixture.backend.beforeCopy(() -> {});
      assertEquals(expected(request(5), prompt), fixture.run(request(5), prompt).ids());
      assertEquals(400, fixture.freePages());
    }
  }

  /// Whatever muddle the loop is in: everyone learns of it, and it goes on with an empty cache.
  @Test
  void aMuddleOfPagesEndsAllRequestsAndNotTheLoop() {
    try (LoopFixture fixture = new LoopFixture()) {
      fixture.backend.beforeStep(
          batch -> {
            if (batch.size() == 3) {
              // No page of these numbers is held by anyone.
              batch.forEach(slice -> Arrays.fill(slice.pages(), 399));
              throw new IllegalStateException("muddle");
            }
          });
      List<Asked> asked = new ArrayList<>();
      for (int first = 5; first < 8; first++) {
        asked.add(fixture.ask(request(400), first, 8, 9));
      }
      asked.forEach(each -> assertTrue(each.outcome().failure().length() > 0));
      assertEquals(expected(request(5), 9, 10), fixture.run(request(5), 9, 10).ids());
      assertEquals(400, fixture.freePages());
    }
  }

  @Test
  void aListenerCannotWaitForTheLoop() {
    try (LoopFixture fixture = new LoopFixture()) {
      List<String> refusals = Collections.synchronizedList(new ArrayList<>());
      Generation generation =
          fixture.loop.submit(
              request(2),
              new int[] {5, 6},
              List.of(),
              event -> {
                Exception refusal =
                    assertThrows(
                        IllegalStateException.class, () -> fixture.loop.await((_, _) -> 1));
                refusals.add(String.valueOf(refusal.getMessage()));
              });
      assertTrue(generation.completion().join() instanceof GenerationEvent.Finished);
      assertTrue(refusals.getFirst().startsWith("a listener"), refusals.toString());
      assertEquals("done", fixture.loop.await((_, _) -> "done"));
    }
  }

  @Test
  void closingCancelsAndRefuses() throws InterruptedException {
    LoopFixture fixture = new LoopFixture();
    Hold hold = new Hold(fixture);
    Asked running = fixture.ask(request(400), 5);
    hold.awaitFirstStep();
    Asked waiting = fixture.ask(request(400), 6);
    Thread closer = Thread.ofPlatform().start(fixture::close);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    hold.release();
    assertEquals(FinishReason.CANCELLED, running.outcome().reason());
    assertEquals(FinishReason.CANCELLED, waiting.outcome().reason());
    assertThrows(IllegalStateException.class, () -> fixture.ask(request(1), 5));
    fixture.close();
    assertTrue(closer.join(Duration.ofSeconds(30)));
    assertTrue(fixture.backend.closed());
  }

  @Test
  void aListenerMayCloseTheLoop() {
    LoopFixture fixture = new LoopFixture();
    Generation generation =
        fixture.loop.submit(request(400), new int[] {5}, List.of(), event -> fixture.close());
    GenerationEvent last = generation.completion().join();
    assertEquals(FinishReason.CANCELLED, ((GenerationEvent.Finished) last).reason());
  }

  @Test
  void emptyPromptsAreRefused() {
    try (LoopFixture fixture = new LoopFixture()) {
      assertThrows(IllegalArgumentException.class, () -> fixture.ask(request(1)));
    }
  }

  @Test
  void loadCountsWhatIsHeld() {
    try (LoopFixture fixture = new LoopFixture()) {
      EngineLoad idle = fixture.loop.load();
      assertEquals(new EngineLoad(0, 0, 0, 1600, 16, 0), idle);
      fixture.run(request(8), 5, 6, 7);
      fixture.loop.between((_, _) -> 0).join();
      EngineLoad after = fixture.loop.load();
      assertEquals(0, after.running() + after.waiting());
      assertTrue(after.cachedTokens() >= 8 && after.cachedTokens() <= 12, after.toString());
    }
  }
}
