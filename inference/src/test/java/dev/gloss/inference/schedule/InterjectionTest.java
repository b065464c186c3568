package dev.gloss.inference.schedule;

import static dev.gloss.inference.schedule.LoopFixture.expected;
import static dev.gloss.inference.schedule.LoopFixture.join;
import static dev.gloss.inference.schedule.LoopFixture.randomTokens;
import static dev.gloss.inference.schedule.LoopFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.Outcome;
import dev.gloss.inference.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterjectionTest {
  private static final int[] PROMPT = {7, 8, 9};
  private static final String NEVER = "never written";

  private static Interjection after(int tokens, String unless, String text, int then) {
    return new Interjection(tokens, "", unless, Prompt.of(new Prompt.Text(text)), then);
  }

  private static int[] ids(String text) {
    return LoopFixture.LETTERS.encodeText(text);
  }

  private static String text(List<Integer> ids) {
    return LoopFixture.LETTERS.decode(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int[] array(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The tokens by definition: what the model says, the text, and what it says behind that.
  private static List<Integer> spliced(int before, String text, int then, int... prompt) {
    List<Integer> all = new ArrayList<>(expected(request(100), prompt).subList(0, before));
    for (int id : ids(text)) {
      all.add(id);
    }
    all.addAll(expected(request(then), join(prompt, array(all))));
    return all;
  }

  @Test
  void itComesAfterSoManyTokensAndTheModelGoesOnBehindIt() {
    try (LoopFixture fixture = new LoopFixture()) {
      GenerationRequest request = request(100).withInterjection(after(12, NEVER, "abc", 9));
      Outcome outcome = fixture.run(request, PROMPT);
      assertEquals(spliced(12, "abc", 9, PROMPT), outcome.ids());
      assertEquals(FinishReason.LENGTH, outcome.reason());
      assertEquals(24, outcome.stats().generatedTokens());
    }
  }

  @Test
  void whatTheModelWroteItselfIsNotWrittenAgain() {
    try (LoopFixture fixture = new LoopFixture()) {
      List<Integer> plain = expected(request(100), PROMPT);
      String own = text(plain.subList(7, 9));
      Outcome outcome =
          fixture.run(request(100).withInterjection(after(12, own, "abc", 9)), PROMPT);
      // Nine more behind what made it unnecessary.
      assertEquals(plain.subList(0, 9 + 9), outcome.ids());
    }
  }

  @Test
  void itWaitsForTheTextThatOpensIt() {
    try (LoopFixture fixture = new LoopFixture()) {
      List<Integer> plain = expected(request(100), PROMPT);
      Prompt abc = Prompt.of(new Prompt.Text("abc"));
      String late = text(plain.subList(19, 20));
      int written = plain.indexOf(plain.get(19)) + 1;
      Interjection opened = new Interjection(4, late, NEVER, abc, 9);
      assertEquals(
          spliced(Math.max(4, written), "abc", 9, PROMPT),
          fixture.run(request(100).withInterjection(opened), PROMPT).ids());
      Interjection unopened = new Interjection(4, NEVER, NEVER, abc, 9);
      assertEquals(plain, fixture.run(request(100).withInterjection(unopened), PROMPT).ids());
    }
  }

  @Test
  void itComesEarlierWhereOtherwiseNothingWouldBeLeftBehindIt() {
    try (LoopFixture fixture = new LoopFixture()) {
      GenerationRequest request = request(20).withInterjection(after(15, NEVER, "abc", 9));
      assertEquals(spliced(8, "abc", 9, PROMPT), fixture.run(request, PROMPT).ids());
      GenerationRequest tight = request(6).withInterjection(after(15, NEVER, "abc", 9));
      assertEquals(spliced(0, "abc", 3, PROMPT), fixture.run(tight, PROMPT).ids());
    }
  }

  @Test
  void itComesWhereTheModelWouldEndItsText() {
    try (LoopFixture fixture = new LoopFixture()) {
      int ended = 0;
      for (int first = 5; first < 61; first++) {
        int[] prompt = {first, 9};
        GenerationRequest request = request(60).withIgnoreEos(false);
        List<Integer> plain = expected(request, prompt);
        if (plain.size() < 40) {
          ended++;
          Interjection interjection = after(50, NEVER, "abc", 1);
          Outcome outcome = fixture.run(request.withInterjection(interjection), prompt);
          List<Integer> with = new ArrayList<>(plain);
          for (int id : ids("abc")) {
            with.add(id);
          }
          assertEquals(with, outcome.ids().subList(0, with.size()));
          assertTrue(outcome.ids().size() <= with.size() + 1);
        }
      }
      assertTrue(ended > 5, "texts that ended: " + ended);
    }
  }

  @Test
  void draftsChangeNothingAboutIt() {
    try (LoopFixture fixture = new LoopFixture()) {
      Property.forSeeds(
          100,
          random -> {
            GenerationRequest request = any(random);
            int[] prompt = randomTokens(random, 1, 30);
            Outcome drafted = fixture.run(request, prompt);
            Outcome plain = fixture.run(request.withSpeculation(Speculation.OFF), prompt);
            assertEquals(plain.ids(), drafted.ids());
            assertEquals(plain.reason(), drafted.reason());
          });
      assertEquals(400, fixture.freePages());
    }
  }

  private static GenerationRequest any(SplittableRandom random) {
    String unless = text(List.of(random.nextInt(5, HashBackend.VOCABULARY)));
    Interjection interjection = after(random.nextInt(20), unless, "abc", random.nextInt(1, 10));
    GenerationRequest request =
        request(random.nextInt(1, 40))
            .withIgnoreEos(random.nextBoolean())
            .withInterjection(interjection);
    return random.nextBoolean() ? request : request.withSampling(new Sampling(0.8, 0, 1, 3));
  }

  @Test
  void anInterjectionWithoutTokensIsRefused() {
    try (LoopFixture fixture = new LoopFixture()) {
      GenerationRequest request = request(20).withInterjection(after(3, NEVER, "", 3));
      assertThrows(IllegalArgumentException.class, () -> fixture.ask(request, PROMPT));
      assertThrows(IllegalArgumentException.class, () -> after(3, "", "abc", 3));
      assertThrows(IllegalArgumentException.class, () -> after(-1, NEVER, "abc", 3));
      assertThrows(IllegalArgumentException.class, () -> after(1, NEVER, "abc", 0));
    }
  }
}
