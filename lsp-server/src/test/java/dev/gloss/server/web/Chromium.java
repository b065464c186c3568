package dev.gloss.server.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A headless browser with one page, driven over the Chrome DevTools protocol. It has a profile of
/// its own that goes away with it.
final class Chromium implements AutoCloseable {
  static final Path BINARY = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOOKS_BEFORE_MOVING = 30; // three seconds

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger nextId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Chromium(Process process, Path profile, String address) {
    this.process = process;
    this.profile = profile;
    this.socket = http.newWebSocketBuilder().buildAsync(URI.create(address), new Reader()).join();
    JsonObject target = send("Target.createTarget", new JsonObject().put("url", "about:blank"), "");
    JsonObject attach =
        new JsonObject().put("targetId", target.getString("targetId")).put("flatten", true);
    this.session = send("Target.attachToTarget", attach, "").getString("sessionId");
    command("Page.enable", new JsonObject());
    command("Runtime.enable", new JsonObject());
    command("Log.enable", new JsonObject());
  }

  /// Starts a browser with a window of this size.
  static Chromium start(int width, int height) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("gloss-chromium");
    List<String> line =
        List.of(
            BINARY.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en-US",
            "--remote-debugging-port=0",
            "--window-size=" + width + "," + height,
            "--user-data-dir=" + profile,
            "about:blank");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(profile.resolve("stderr.txt").toFile())
            .start();
    Path portFile = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(portFile) || Files.readAllLines(portFile).size() < 2) {
      if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "chromium did not start: " + Files.readString(profile.resolve("stderr.txt")));
      }
    }
    List<String> lines = Files.readAllLines(portFile);
    return new Chromium(process, profile, "ws://127.0.0.1:" + lines.get(0) + lines.get(1));
  }

  void open(String url) {
    command("Page.navigate", new JsonObject().put("url", url));
  }

  /// The value of a JavaScript expression, promises awaited.
  Object evaluate(String expression) {
    JsonObject result =
        command(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    JsonObject failure = result.getJsonObject("exceptionDetails");
    if (failure != null) {
      throw new AssertionError(expression + ": " + failure.encode());
    }
    Object value = result.getJsonObject("result").getValue("value");
    return value == null ? "" : value;
  }

  /// Waits until a JavaScript expression is true.
  ///
  /// @throws AssertionError if it stays false for a minute; with what the page's body says
  void await(String expression) throws InterruptedException {
    await(expression, () -> {});
  }

  /// Points at a word and waits until an expression is true. The pointer moves on a little all the
  /// time, as a hand's does: an editor whose text changes at the very moment forgets where it was.
  void pointAtWordAndAwait(String word, String expression) throws InterruptedException {
    pointAtWord(word);
    int[] looks = {0};
    await(
        expression,
        () -> {
          if (++looks[0] % LOOKS_BEFORE_MOVING == 0) {
            pointAtWord(word);
          }
        });
  }

  private void await(String expression, Runnable meanwhile) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(evaluate("!!(" + expression + ")"))) {
      meanwhile.run();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within %d s: %s%nThe page says: %s%nProblems: %s"
                .formatted(
                    PATIENCE.toSeconds(),
                    expression,
                    evaluate("document.body.innerText"),
                    problems()));
      }
      // Looking again costs the browser time that it needs to get there.
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  /// Types text as a person does, key by key.
  void type(String text) {
    text.chars()
        .mapToObj(Character::toString)
        .forEach(key -> command("Input.insertText", new JsonObject().put("text", key)));
  }

  /// Presses and releases a key that types nothing.
  ///
  /// @param key its name, for example `Escape`
  /// @param code its virtual key code
  void press(String key, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      command(
          "Input.dispatchKeyEvent",
          new JsonObject()
              .put("type", type)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code));
    }
  }

  /// Moves the pointer.
  void point(double x, double y) {
    command(
        "Input.dispatchMouseEvent",
        new JsonObject().put("type", "mouseMoved").put("x", x).put("y", y));
  }

  /// Moves the pointer over a word of the editor, as a person does: not in one jump.
  private void pointAtWord(String word) {
    String find =
        "(() => { const spot = [...document.querySelectorAll('.view-line span')]"
            + ".find(span => !span.children.length && span.textContent.includes('%s'));"
                .formatted(word)
            + "const box = spot.getBoundingClientRect(); const at = spot.textContent.indexOf('%s');"
                .formatted(word)
            + "const x = box.left + box.width * (at + 1) / spot.textContent.length;"
            + "return JSON.stringify({x, y: box.top + box.height / 2}) })()";
    JsonObject spot = new JsonObject(evaluate(find).toString());
    point(spot.getDouble("x") - 2, spot.getDouble("y"));
    point(spot.getDouble("x"), spot.getDouble("y"));
  }

  /// Sets what the system prefers, for example `prefers-color-scheme` to `dark`.
  void prefer(String feature, String value) {
    command(
        "Emulation.setEmulatedMedia",
        new JsonObject()
            .put(
                "features",
                new JsonArray().add(new JsonObject().put("name", feature).put("value", value))));
  }

  void resize(int width, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  byte[] screenshot() {
    JsonObject shot = command("Page.captureScreenshot", new JsonObject().put("format", "png"));
    return Base64.getDecoder().decode(shot.getString("data"));
  }

  /// What the browser complained about since it started: exceptions and logged errors.
  List<String> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  JsonObject command(String method, JsonObject params) {
    return send(method, params, session);
  }

  private JsonObject send(String method, JsonObject params, String session) {
    int id = nextId.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    JsonObject message = new JsonObject().put("id", id).put("method", method).put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.encode(), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.destroy();
    process.descendants().forEach(ProcessHandle::destroy);
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> end()).join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // What the dying browser removes at the same time need not be removed by us.
    }
  }

  private Process end() {
    return process.destroyForcibly();
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        take(new JsonObject(partial.toString()));
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(JsonObject message) {
      CompletableFuture<JsonObject> answer =
          message.containsKey("id") ? waiting.remove(message.getInteger("id")) : null;
      if (answer == null) {
        note(message);
      } else if (message.containsKey("error")) {
        answer.completeExceptionally(new AssertionError(message.encode()));
      } else {
        answer.complete(message.getJsonObject("result"));
      }
    }

    private void note(JsonObject event) {
      String text = event.encode();
      boolean bad =
          switch (event.getString("method", "")) {
            case "Log.entryAdded" -> text.contains("\"level\":\"error\"");
            // Monaco lets the promise of what was superseded fail, and nobody looks at it.
            case "Runtime.exceptionThrown" -> !text.contains("\"description\":\"Canceled");
            default -> false;
          };
      if (bad) {
        synchronized (problems) {
          problems.add(text);
        }
      }
    }
  }
}
