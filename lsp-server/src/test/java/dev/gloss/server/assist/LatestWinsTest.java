package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.server.trace.TraceFinish;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestWinsTest {
  private final LatestWins latest = new LatestWins();

  private Cancellation enter(String key) {
    Cancellation request = new Cancellation();
    latest.enter(key, request);
    return request;
  }

  @Test
  void aNewerRequestTakesBackTheOlderOneOfItsKeyAlone() {
    Cancellation older = enter("a");
    Cancellation other = enter("b");
    Cancellation newer = enter("a");
    assertEquals(TraceFinish.SUPERSEDED, older.reason());
    assertNull(other.reason());
    assertNull(newer.reason());
  }

  @Test
  void whatIsOverIsNotTakenBack() {
    Cancellation older = enter("a");
    latest.leave("a", older);
    Cancellation newer = enter("a");
    latest.leave("a", older);
    latest.cancelAll();
    assertFalse(older.isCancelled());
    assertEquals(TraceFinish.CANCELLED, newer.reason());
  }

  @Test
  void theFirstReasonCountsAndActionsRunOnce() {
    Cancellation request = new Cancellation();
    List<String> done = new ArrayList<>();
    request.onCancel(() -> done.add("early"));
    request.cancel(TraceFinish.CANCELLED);
    request.cancel(TraceFinish.SUPERSEDED);
    request.onCancel(() -> done.add("late"));
    assertEquals(TraceFinish.CANCELLED, request.reason());
    assertEquals(List.of("early", "late"), done);
  }
}
