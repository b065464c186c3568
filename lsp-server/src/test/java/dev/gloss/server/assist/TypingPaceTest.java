package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TypingPaceTest {
  private static final String URI = "file:///A.java";

  private long now;
  private final TypingPace pace = new TypingPace(() -> now);

  private void key(String uri, long millis) {
    now += Duration.ofMillis(millis).toNanos();
    pace.key(uri);
  }

  private void keys(int count, long millis) {
    for (int i = 0; i < count; i++) {
      key(URI, millis);
    }
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private void check(long millis) {
    assertEquals(Duration.ofMillis(millis), pace.patience());
  }

  @Test
  void nobodyWaitsBeforeAnythingIsKnown() {
    check(0);
    key(URI, 10);
    key(URI, 10);
    check(0);
    TypingPace fresh = new TypingPace(() -> now);
    fresh.answered(nanos(300));
    assertEquals(Duration.ZERO, fresh.patience());
  }

  @Test
  void whileKeysComeFasterThanAnswersTheNextKeyIsWaitedFor() {
    pace.answered(nanos(200));
    keys(3, 80);
    check(100);
  }

  @Test
  void whoTypesSlowerThanTheModelAnswersNeverWaits() {
    pace.answered(nanos(60));
    keys(6, 80);
    check(0);
    keys(3, 40);
    check(50);
    keys(3, 90);
    check(0);
  }

  @Test
  void theFirstKeyAfterAPauseIsAnsweredAtOnce() {
    pace.answered(nanos(500));
    keys(5, 80);
    check(100);
    key(URI, 1500);
    check(0);
    key(URI, 80);
    check(100);
    key("file:///B.java", 80);
    check(0);
  }

  @Test
  void oneLateKeyOrAnswerChangesNothing() {
    for (int i = 0; i < 5; i++) {
      pace.answered(nanos(60));
    }
    pace.answered(nanos(800));
    keys(5, 80);
    check(0);
    keys(5, 40);
    key(URI, 700);
    check(50);
  }

  @Test
  void oneRequestInAFewLooksHowQuickTheModelIsNow() {
    for (int i = 0; i < 5; i++) {
      pace.answered(nanos(200));
    }
    keys(2, 80);
    for (int probe = 0; probe < 3; probe++) {
      check(100);
      check(100);
      check(100);
      check(0);
      pace.answered(nanos(40));
    }
    check(0);
  }

  @Test
  void anAnswerThatWasTakenBackTookAtLeastThatLong() {
    pace.answered(nanos(50));
    keys(3, 80);
    check(0);
    pace.interrupted(nanos(5));
    check(0);
    pace.interrupted(nanos(90));
    check(100);
  }
}
