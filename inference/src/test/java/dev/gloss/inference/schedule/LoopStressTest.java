package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.join;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.schedule.LoopFixture.Asked;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.Outcome;
import dev.gloss.inference.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Many requests at once, in random order, some cancelled, with too few pages for all of them.
class LoopStressTest {

  private record Trial(Asked asked, GenerationRequest request, int[] prompt, boolean cancelled) {}

  private static HashBackend tight(SplittableRandom random) {
    return new HashBackend(
        random.nextInt(20, 60), random.nextInt(1, 6), random.nextInt(4, 40), 48, true);
  }

  private static GenerationRequest anyRequest(SplittableRandom random) {
    GenerationRequest request =
        request(random.nextInt(1, 16))
            .withPriority(Priority.values()[random.nextInt(4)])
            .withIgnoreEos(random.nextBoolean());
    request =
        switch (random.nextInt(4)) {
          case 0 -> request.withSpeculation(Speculation.OFF);
          case 1 -> request.withSpeculation(Speculation.AUTO);
          default -> request;
        };
    request = random.nextInt(3) > 0 ? request : request.withNgramWeight(0.3);
    return random.nextBoolean()
        ? request
        : request.withSampling(new Sampling(0.7, 20, 0.95, random.nextInt(100)));
  }

  private static Trial submit(LoopFixture fixture, SplittableRandom random, int[] shared) {
    int kept = random.nextInt(shared.length + 1);
    int[] prompt = join(Arrays.copyOf(shared, kept), randomTokens(random, 1, 4));
    int context = LoopFixture.limits(fixture.backend).context();
    prompt = Arrays.copyOf(prompt, Math.min(prompt.length, context - 1));
    GenerationRequest request = anyRequest(random);
    Asked asked = fixture.ask(request, prompt);
    boolean cancelled = random.nextInt(4) == 0;
    if (cancelled) {
      asked.generation().cancel();
    }
    return new Trial(asked, request, prompt, cancelled);
  }

  private static void check(Trial trial, int context) {
    Outcome outcome = trial.asked().outcome();
    List<Integer> ids = outcome.ids();
    List<Integer> expected = expected(trial.request(), trial.prompt());
    expected = expected.subList(0, Math.min(expected.size(), context - trial.prompt().length));
    if (outcome.reason() == FinishReason.CANCELLED) {
      assertTrue(trial.cancelled());
      assertEquals(expected.subList(0, ids.size()), ids);
    } else {
      assertEquals(expected, ids);
    }
  }

  @Test
  void anyInterleavingGivesTheRightTokensAndFreesEverything() {
    Property.forSeeds(
        60,
        random -> {
          HashBackend backend = tight(random);
          int context = LoopFixture.limits(backend).context();
          int[] shared = randomTokens(random, 1, 30);
          try (LoopFixture fixture = new LoopFixture(backend)) {
            List<Trial> trials = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
              trials.add(submit(fixture, random, shared));
              if (random.nextInt(6) == 0) {
                check(trials.get(random.nextInt(trials.size())), context);
              }
            }
            for (Trial trial : trials) {
              check(trial, context);
            }
            assertEquals(backend.pages(), fixture.freePages());
            assertEquals(0, fixture.loop.load().running());
          }
        });
  }

  @Test
  void manyThreadsMaySubmit() {
    SplittableRandom random = new SplittableRandom(11);
    HashBackend backend = new HashBackend(40, 4, 32, 48, true);
    int[] shared = randomTokens(random, 20, 20);
    try (LoopFixture fixture = new LoopFixture(backend)) {
      List<Throwable> failures = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        SplittableRandom own = random.split();
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        for (int i = 0; i < 60; i++) {
                          check(submit(fixture, own, shared), 48);
                        }
                      } catch (RuntimeException | Error e) {
                        synchronized (failures) {
                          failures.add(e);
                        }
                      }
                    }));
      }
      for (Thread thread : threads) {
        joinThread(thread);
      }
      if (!failures.isEmpty()) {
        throw new AssertionError(failures.size() + " threads failed", failures.getFirst());
      }
      assertEquals(40, fixture.freePages());
    }
  }

  private static void joinThread(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
