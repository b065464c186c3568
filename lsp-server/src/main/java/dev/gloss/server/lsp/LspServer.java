package dev.gloss.server.lsp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One conversation over two byte streams, as an editor has it with a process it started.
public final class LspServer {
  private static final System.Logger LOG = System.getLogger(LspServer.class.getName());

  private final InputStream in;
  private final OutputStream out;
  private final LspServices services;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private LspServer(InputStream in, OutputStream out, LspServices services) {
    this.in = new BufferedInputStream(in);
    this.out = out;
    this.services = services;
  }

  /// A server that reads from and writes to these streams. Nothing else may write to them: for
  /// stdio take `System.out` aside and put another stream in its place first.
  public static LspServer overStdio(InputStream in, OutputStream out, LspServices services) {
    return new LspServer(in, out, services);
  }

  /// Serves until the editor says `exit`, closes its stream, or dies.
  ///
  /// @return the exit code for the process: 0 when `exit` came after `shutdown`, else 1
  /// @throws InterruptedException if this thread is interrupted
  public int run() throws InterruptedException {
    Framing framing = new Framing(out);
    try (LspConnection connection =
        new LspConnection(services, message -> write(framing, message))) {
      connection.exit().thenAccept(ended::complete);
      connection.clientProcess().thenAccept(this::watch);
      Thread.ofPlatform().daemon().name("gloss-lsp-read").start(() -> read(connection));
      return ended.join();
    }
  }

  private void read(LspConnection connection) {
    try {
      Optional<Incoming> message = Framing.read(in);
      while (message.isPresent()) {
        connection.consume(message.get());
        message = Framing.read(in);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING, "The editor''s stream cannot be read: {0}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "The editor's stream cannot be read", e);
    }
    // What came in before the end is handled first, an exit among it.
    connection.close();
    ended.complete(1);
  }

  private void write(Framing framing, String message) {
    try {
      framing.write(message);
    } catch (IOException e) {
      ended.complete(1);
      throw new UncheckedIOException("the editor's stream cannot be written", e);
    }
  }

  /// An editor that dies without closing its end, as some do, must not leave us behind.
  private void watch(long processId) {
    Optional<ProcessHandle> editor = ProcessHandle.of(processId);
    if (editor.isEmpty()) {
      // Seen with editors in a container of their own: the number means nothing here.
      LOG.log(
          System.Logger.Level.INFO, "There is no process {0} to watch", Long.toString(processId));
      return;
    }
    editor.get().onExit().thenRun(() -> ended.complete(1));
  }
}
