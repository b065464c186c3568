package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.join;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.schedule.LoopFixture.Asked;
import dev.gloss.inference.testing.HashBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Prompts that begin alike and arrive together.
class SharedPromptTest {
  private static final int TOGETHER = 5;

  private static LoopFixture inChunksOf(int rows) {
    return new LoopFixture(HashBackend.roomy(), new Limits(512, 8, rows, rows, 1));
  }

  private static GenerationRequest by(Speculation.Method method, int tokens) {
    return request(tokens).withSpeculation(new Speculation(method, 1));
  }

  /// Rows run for prompts that are asked while the loop is held.
  private static long rowsFor(LoopFixture fixture, GenerationRequest request, int[]... prompts) {
    Hold hold = new Hold(fixture);
    Asked first = fixture.ask(request(1), 5);
    hold.awaitFirstStep();
    List<Asked> asked = new ArrayList<>();
    for (int[] prompt : prompts) {
      asked.add(fixture.ask(request, prompt));
    }
    hold.release();
    first.outcome();
    for (int i = 0; i < prompts.length; i++) {
      assertEquals(expected(request, prompts[i]), asked.get(i).outcome().ids());
    }
    return fixture.backend.rowsRun();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speculation.Method.class,
      names = {"OFF", "MTP"})
  void equalPromptsAreComputedOnce(Speculation.Method method) {
    int[] prompt = randomTokens(new SplittableRandom(1), 203, 203);
    try (LoopFixture fixture = inChunksOf(16)) {
      int[][] all = new int[TOGETHER][];
      Arrays.fill(all, prompt);
      long rows = rowsFor(fixture, by(method, 1), all);
      // Of each but the first at most what does not fill a page, and with MTP one position more.
      assertTrue(rows <= 1 + 203 + (TOGETHER - 1) * 8, "rows " + rows);
    }
  }

  @Test
  void whatTheyShareIsComputedOnceAndTheRestByEach() {
    SplittableRandom random = new SplittableRandom(2);
    int[] shared = randomTokens(random, 160, 160);
    int[][] all = new int[TOGETHER][];
    for (int i = 0; i < TOGETHER; i++) {
      all[i] = join(shared, randomTokens(random, 20, 20));
    }
    try (LoopFixture fixture = inChunksOf(16)) {
      long rows = rowsFor(fixture, by(Speculation.Method.MTP, 1), all);
      assertTrue(rows <= 1 + 160 + TOGETHER * (20 + 4), "rows " + rows);
    }
  }

  /// Nobody waits for a prompt that is less urgent, and is not read while there are others.
  @Test
  void theMoreUrgentDoesNotWaitForTheLessUrgent() {
    int[] prompt = randomTokens(new SplittableRandom(3), 400, 400);
    try (LoopFixture fixture = inChunksOf(16)) {
      Hold hold = new Hold(fixture);
      Asked background = fixture.ask(request(1), prompt);
      hold.awaitFirstStep();
      Asked completion = fixture.ask(request(1).withPriority(Priority.COMPLETION), prompt);
      hold.release();
      assertEquals(expected(request(1), prompt), completion.outcome().ids());
      assertEquals(expected(request(1), prompt), background.outcome().ids());
      // The less urgent one takes over what the other has computed meanwhile.
      long rows = fixture.backend.rowsRun();
      assertTrue(rows <= 400 + 16 + 8, "rows " + rows);
      List<Integer> firstRows =
          hold.batches.stream().flatMap(List::stream).map(Slice::start).toList();
      assertEquals(List.of(0, 16), firstRows.subList(0, 2));
    }
  }
}
