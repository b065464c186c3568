package dev.gloss.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A short session of an editor with a server of its own, in which each feature is used once.
final class ArchiveSession implements AutoCloseable {
  private static final String URI = "file:///nowhere/Sum.java";
  private static final String TEXT =
      "class Sum {\\n  int add(int a, int b) {\\n    return \\n  }\\n}\\n";
  private static final String PLACE =
      "\"textDocument\":{\"uri\":\"" + URI + "\"},\"position\":{\"line\":%d,\"character\":%d}";

  private final Process process;
  private final StringBuilder heard = new StringBuilder();
  private boolean over;

  /// @param process a server, which this owns
  ArchiveSession(Process process) {
    this.process = process;
    Thread.ofVirtual().name("gloss-archive").start(this::listen);
  }

  private void listen() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hear(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // It is over, too.
    }
    end();
  }

  private synchronized void hear(String text) {
    heard.append(text);
    notifyAll();
  }

  private synchronized void end() {
    over = true;
    notifyAll();
  }

  /// Goes through the session. Whatever has not come in time is not waited for.
  ///
  /// @throws IOException if the server ends too early
  void run(long seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ask(1, "initialize", "\"capabilities\":{}", end);
    tell("initialized", "");
    tell(
        "textDocument/didOpen",
        "\"textDocument\":{\"uri\":\"%s\",\"languageId\":\"java\",\"version\":1,\"text\":\"%s\"}"
            .formatted(URI, TEXT));
    await("\"state\":\"ready\"", end);
    String invoked = ",\"context\":{\"triggerKind\":1}";
    ask(2, "textDocument/inlineCompletion", PLACE.formatted(2, 11) + invoked, end);
    ask(3, "textDocument/completion", PLACE.formatted(2, 11), end);
    ask(4, "textDocument/hover", PLACE.formatted(1, 7), end);
    ask(5, "shutdown", "", end);
    tell("exit", "");
    process.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void ask(int id, String method, String params, long end)
      throws IOException, InterruptedException {
    send("\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}");
    await("\"id\":" + id + ",", end);
  }

  private void tell(String method, String params) throws IOException {
    send("\"method\":\"" + method + "\",\"params\":{" + params + "}");
  }

  private void send(String members) throws IOException {
    byte[] body = ("{\"jsonrpc\":\"2.0\"," + members + "}").getBytes(StandardCharsets.UTF_8);
    OutputStream out = process.getOutputStream();
    out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private synchronized void await(String text, long end) throws InterruptedException {
    for (long left = end - System.nanoTime();
        left > 0 && !over && heard.indexOf(text) < 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
