package dev.gloss.server.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private final StatusBoard board = new StatusBoard();
  private final List<String> told = new ArrayList<>();

  private StatusBoard.Listening listen() {
    return board.listen(status -> told.add(status.state().name()));
  }

  @Test
  void aListenerIsToldTheStateAndEachChangeOnce() {
    StatusBoard.Listening listening = listen();
    board.workStarted();
    board.ready("nano", "cpu");
    board.workStarted();
    board.workEnded();
    board.workEnded();
    listening.close();
    board.workStarted();
    assertEquals(List.of("LOADING", "BUSY", "READY"), told);
  }

  @Test
  void aFailureIsNotHiddenByWork() {
    board.ready("nano", "cpu");
    board.workStarted();
    board.failed("nano", "no such file");
    assertEquals(GlossStatus.State.FAILED, board.current().state());
    board.workEnded();
    assertEquals("no such file", board.current().message());
  }

  @Test
  void endingWhatNeverBeganIsRefused() {
    assertThrows(IllegalStateException.class, board::workEnded);
  }
}
