package dev.gloss.server.lsp;

import com.google.gson.JsonParser;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.status.StatusJson;
import dev.gloss.server.trace.Subscription;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceJson;
import org.jspecify.annotations.Nullable;

/// Tells an editor what it did not ask for: the state, now and when it changes, and the trace if it
/// wants that. Safe for use by many threads.
final class Announcements implements AutoCloseable {
  /// Messages that may wait for the editor before the trace holds back.
  private static final int OUTBOX_ROOM_FOR_TRACE = 256;

  private final LspServices services;
  private final Editor editor;
  private final SerialQueue<String> outbox;
  private StatusBoard.@Nullable Listening status;
  private @Nullable Subscription trace;
  private boolean traceIsWanted;

  Announcements(LspServices services, Editor editor, SerialQueue<String> outbox) {
    this.services = services;
    this.editor = editor;
    this.outbox = outbox;
  }

  /// The editor is ready to be told things.
  synchronized void begin() {
    if (status == null) {
      status =
          services
              .status()
              .listen(now -> editor.client().status(JsonParser.parseString(StatusJson.write(now))));
    }
    follow();
  }

  /// Whether it wants the trace.
  synchronized void wantTrace(boolean wanted) {
    traceIsWanted = wanted;
    follow();
  }

  private void follow() {
    if (traceIsWanted && trace == null && status != null) {
      trace = services.trace().subscribe(false, TraceHub.READER_CAPACITY, this::send);
    } else if (!traceIsWanted && trace != null) {
      trace.close();
      trace = null;
    }
  }

  /// On the trace's own thread: when the editor does not read, events are dropped there, not kept.
  private void send(TraceEvent event) {
    try {
      outbox.awaitAtMost(OUTBOX_ROOM_FOR_TRACE);
      editor.client().trace(JsonParser.parseString(TraceJson.write(event)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    if (status != null) {
      status.close();
    }
    if (trace != null) {
      trace.close();
    }
  }
}
