package dev.gloss.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final String TOKEN = "a-token-of-the-test-only";
  private static final String BEARER = "Bearer " + TOKEN;

  private final CompletableFuture<String> sessionClosed = new CompletableFuture<>();
  private WebServer server;
  private WebClient client;

  @BeforeEach
  void start() throws IOException {
    server = WebServer.start(new WebOptions("127.0.0.1", 0, TOKEN), sources());
    client = new WebClient(server.port());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private WebSources sources() {
    return new WebSources(
        this::echo, new TraceHub(), new StatusBoard(), Optional::empty, request -> {});
  }

  /// Answers each message with its length.
  private LspSession echo(Consumer<String> out) {
    return new LspSession() {
      @Override
      public void receive(String message) {
        out.accept(Integer.toString(message.length()));
      }

      @Override
      public void close() {
        sessionClosed.complete("closed");
      }
    };
  }

  @Test
  void theTokenOfTheAddressIsTradedForACookie() throws Exception {
    assertTrue(server.url().endsWith(":" + server.port() + "/?token=" + TOKEN), server.url());
    HttpResponse<String> first = client.get("/?token=" + TOKEN);
    assertEquals(303, first.statusCode());
    assertEquals("/", first.headers().firstValue("location").orElse(""));
    String cookie = first.headers().firstValue("set-cookie").orElse("");
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertFalse(cookie.contains(TOKEN), "the cookie must not carry the token");
    HttpResponse<String> page = client.get("/", "Cookie", cookie.split(";")[0]);
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("<title>Gloss"), page.body());
  }

  @Test
  void thePanelsAddressLeadsToThePanel() throws Exception {
    assertEquals("/panel", location("/panel?token=" + TOKEN));
    assertEquals("/panel", location("/?view=panel&token=" + TOKEN));
    String panel = client.get("/panel", "Authorization", BEARER).body();
    assertEquals(panel, client.get("/?view=panel", "Authorization", BEARER).body());
  }

  @Test
  void withoutTheTokenNothingIsServed() throws Exception {
    for (String path : new String[] {"/", "/panel", "/metrics", "/app/base.css", "/nowhere"}) {
      assertEquals(401, client.get(path).statusCode(), path);
    }
    assertEquals(401, client.get("/?token=wrong").statusCode());
    assertEquals(401, client.get("/", "Authorization", "Bearer wrong").statusCode());
    String cookie = "gloss_" + server.port() + "=" + TOKEN;
    assertEquals(401, client.get("/", "Cookie", cookie).statusCode());
    assertEquals(200, client.get("/", "Authorization", BEARER).statusCode());
  }

  @Test
  void aForeignHostIsRefused() throws Exception {
    String ours = "127.0.0.1:" + server.port();
    checkHost(200, ours);
    checkHost(200, "localhost:" + server.port());
    checkHost(200, "[::1]:" + server.port());
    checkHost(403, "evil.example");
    checkHost(403, "evil.example:" + server.port());
    checkHost(403, "127.0.0.1");
    checkHost(403, "127.0.0.1:1");
    checkHost(400, ours + "@evil.example:" + server.port());
  }

  private void checkHost(int status, String host) throws IOException {
    String line = client.raw("GET / HTTP/1.1", "Host: " + host, "Authorization: Bearer " + TOKEN);
    assertTrue(line.startsWith("HTTP/1.1 " + status + " "), host + ": " + line);
  }

  @Test
  void aForeignOriginIsRefused() throws Exception {
    String evil = "http://evil.example";
    assertEquals(403, client.get("/", "Origin", evil, "Authorization", BEARER).statusCode());
    for (String path : new String[] {"/lsp", "/trace"}) {
      assertEquals(403, refusal(path, "Authorization", BEARER, "Origin", evil), path);
      String otherPort = "http://127.0.0.1:1";
      assertEquals(403, refusal(path, "Authorization", BEARER, "Origin", otherPort), path);
      assertEquals(401, refusal(path), path);
    }
  }

  @Test
  void aCookieOpensAWebSocketOnlyForOurOwnPage() throws Exception {
    String cookie =
        client.get("/?token=" + TOKEN).headers().firstValue("set-cookie").orElse("").split(";")[0];
    assertEquals(401, refusal("/lsp", "Cookie", cookie));
    String own = "http://127.0.0.1:" + server.port();
    try (WebClient.Messages socket = client.connect("/lsp", "Cookie", cookie, "Origin", own)) {
      socket.send("hello");
      assertEquals("5", socket.next());
    }
    assertEquals("closed", sessionClosed.get(20, TimeUnit.SECONDS));
  }

  @Test
  void aLargeDocumentPasses() throws Exception {
    try (WebClient.Messages socket = client.connect("/lsp", "Authorization", BEARER)) {
      socket.send("x".repeat(3_000_000));
      assertEquals("3000000", socket.next());
    }
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    String[] paths = {
      "/nowhere",
      "/app/",
      "/app/nowhere.js",
      "/app/../../pom.xml",
      "/app/..%2f..%2fpom.xml",
      "/app/%2e%2e/%2e%2e/application.json",
      "/app//etc/passwd.js",
      "/lib/monaco-editor/../../../../dev/gloss/server/web/WebServer.js",
      "/lib/monaco-editor",
      "/lib/nothing/x.js",
      "/app/base.css%00.js",
    };
    for (String path : paths) {
      String answer =
          client.raw(
              "GET " + path + " HTTP/1.1",
              "Host: 127.0.0.1:" + server.port(),
              "Authorization: Bearer " + TOKEN);
      assertTrue(answer.startsWith("HTTP/1.1 404 "), path + ": " + answer);
    }
    String post =
        client.raw(
            "POST / HTTP/1.1",
            "Host: 127.0.0.1:" + server.port(),
            "Content-Length: 0",
            "Authorization: Bearer " + TOKEN);
    assertTrue(post.startsWith("HTTP/1.1 404 "), post);
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (HttpResponse<String> answer :
        List.of(
            client.get("/"),
            client.get("/?token=" + TOKEN),
            client.get("/", "Authorization", BEARER),
            client.get("/nowhere", "Authorization", BEARER))) {
      String policy = answer.headers().firstValue("content-security-policy").orElse("");
      assertTrue(policy.contains("default-src 'none'"), policy);
      assertTrue(policy.contains("script-src 'self';"), policy);
      assertFalse(policy.contains("unsafe-eval"), policy);
      assertEquals("nosniff", answer.headers().firstValue("x-content-type-options").orElse(""));
      assertEquals("no-referrer", answer.headers().firstValue("referrer-policy").orElse(""));
    }
  }

  @Test
  void theLibrariesOfThePageAreThere() throws Exception {
    String[] paths = {
      "/lib/monaco-editor/vs/loader.js",
      "/lib/monaco-editor/vs/editor/editor.main.css",
      "/lib/marked/marked.esm.js",
      "/lib/dompurify/purify.es.mjs",
    };
    for (String path : paths) {
      HttpResponse<String> answer = client.get(path, "Authorization", BEARER);
      assertEquals(200, answer.statusCode(), path);
      String tag = answer.headers().firstValue("etag").orElse("");
      int again = client.get(path, "Authorization", BEARER, "If-None-Match", tag).statusCode();
      assertEquals(304, again, path);
    }
  }

  @Test
  void theCountersAreReadable() throws Exception {
    client.get("/");
    client.get("/nowhere", "Authorization", BEARER);
    String metrics = client.get("/metrics", "Authorization", BEARER).body();
    assertTrue(metrics.contains("gloss_http_refused_total 1\n"), metrics);
    assertTrue(metrics.contains("gloss_http_responses_total{status=\"4xx\"} 2\n"), metrics);
  }

  @Test
  void aPortInUseIsNamed() {
    WebOptions same = new WebOptions("127.0.0.1", server.port(), TOKEN);
    IOException failure =
        assertThrows(IOException.class, () -> WebServer.start(same, sources()).close());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("port " + server.port()), message);
  }

  private String location(String path) throws Exception {
    return client.get(path).headers().firstValue("location").orElse("");
  }

  /// The status that refuses a WebSocket.
  private int refusal(String path, String... headers) {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> client.connect(path, headers).close());
    WebSocketHandshakeException refused =
        assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
    return refused.getResponse().statusCode();
  }
}
