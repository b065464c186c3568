package dev.gloss.server.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.testing.HubInTest;
import dev.gloss.server.testing.HubInTest.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fetching, against a hub that breaks connections, lies, redirects and sends wrong bytes.
@Timeout(60)
class PullTest {
  private static final String REPOSITORY = "maker/tiny-GGUF";
  private static final String FILE = "tiny-Q4_K_M.gguf";
  private static final byte[] CONTENT = HubInTest.content(300_000, 1);
  private static final String TOKEN = "a-token";

  @TempDir Path folder;
  private final List<Duration> sleeps = new ArrayList<>();
  private final Heard heard = new Heard();
  private HubInTest hub;
  private ModelStore store;
  private long free = Long.MAX_VALUE / 2;

  @BeforeEach
  void start() throws IOException {
    hub = new HubInTest();
    hub.file(REPOSITORY, FILE, CONTENT);
    hub.list(REPOSITORY);
    store = new ModelStore(folder.resolve("store"));
  }

  @AfterEach
  void stop() throws IOException {
    hub.close();
  }

  private Pull.Pulled pull(String name) throws IOException {
    return pull(name, access(hub.address(), Map.of()));
  }

  private Pull.Pulled pull(String name, HubAccess access) throws IOException {
    return new Pull(store, access, heard, sleeps::add, path -> free).run(HubName.parse(name));
  }

  private static HubAccess access(URI address, Map<String, String> proxies) {
    return new HubAccess(
        address, TOKEN, new EnvironmentProxies(proxies, null), Duration.ofSeconds(20));
  }

  private HubAccess hasty() {
    return new HubAccess(
        hub.address(), null, new EnvironmentProxies(Map.of(), null), Duration.ofMillis(400));
  }

  private Path target() {
    return store.folder().resolve(REPOSITORY).resolve(FILE);
  }

  private void assertPulled() throws IOException {
    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
    assertEquals(List.of(), store.unfinished());
    assertFalse(Files.exists(target().resolveSibling(FILE + Part.STATE_ENDING)));
  }

  /// Asserts that the pull fails, saying this, and that no model came of it.
  private void refused(String name, String... parts) throws IOException {
    PullException failure = assertThrows(PullException.class, () -> pull(name));
    for (String part : parts) {
      assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }
    assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
    assertEquals(List.of(), store.list());
  }

  private List<@Nullable String> ranges() {
    List<@Nullable String> ranges = new ArrayList<>();
    hub.requestsFor(FILE).forEach(request -> ranges.add(request.header("Range")));
    return ranges;
  }

  // What is wanted

  @Test
  void theFileIsFetchedCheckedAndRemembered() throws IOException {
    Pull.Pulled pulled = pull(REPOSITORY);
    assertPulled();
    assertEquals(target(), pulled.model().path());
    assertEquals(REPOSITORY + ":tiny-Q4_K_M", pulled.model().name());
    assertEquals(CONTENT.length, pulled.fetchedBytes());
    assertTrue(pulled.model().isVerifiable());
    assertEquals(
        List.of(Verification.State.VERIFIED),
        Verification.of(pulled.model(), heard).stream().map(v -> v.state()).toList());
    assertEquals(List.of(), heard.notes);
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    pull(REPOSITORY);
    assertEquals(0, pull(REPOSITORY).fetchedBytes());
    assertEquals(1, hub.requestsFor(FILE).size());
  }

  @Test
  void whatIsThereAndDamagedIsFetchedAgain() throws IOException {
    pull(REPOSITORY);
    byte[] damaged = CONTENT.clone();
    damaged[1000]++;
    Files.write(target(), damaged);
    assertEquals(CONTENT.length, pull(REPOSITORY).fetchedBytes());
    assertPulled();
  }

  @Test
  void allPartsOfASplitFileAreFetched() throws IOException {
    byte[][] parts = {HubInTest.content(5000, 2), HubInTest.content(6000, 3)};
    hub.file("maker/split", "q8_0/big-q8_0-00001-of-00002.gguf", parts[0]);
    hub.file("maker/split", "q8_0/big-q8_0-00002-of-00002.gguf", parts[1]);
    hub.list("maker/split");
    StoredModel model = pull("maker/split").model();
    assertEquals("maker/split:q8_0/big-q8_0", model.name());
    assertEquals("big-q8_0", model.shortName());
    assertTrue(model.path().endsWith("q8_0/big-q8_0-00001-of-00002.gguf"));
    assertArrayEquals(parts[1], Files.readAllBytes(model.files().get(1)));
    assertEquals(1, store.list().size());
  }

  @Test
  void aFolderIsFetchedWhereThereIsNoGguf() throws IOException {
    for (String path :
        List.of(
            "config.json",
            "tokenizer.json",
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "pytorch_model.bin",
            "consolidated.safetensors",
            "onnx/model.onnx")) {
      hub.file("maker/folder", path, HubInTest.content(500 + path.length(), path.length()));
    }
    hub.list("maker/folder");
    StoredModel model = pull("maker/folder").model();
    assertEquals(store.folder().resolve("maker/folder"), model.path());
    assertEquals("maker/folder", model.name());
    assertTrue(model.isVerifiable(), "small files by git's checksum");
    assertEquals(
        List.of(
            "config.json",
            "tokenizer.json",
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors"),
        model.files().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void aSmallFileIsCheckedToo() throws IOException {
    hub.file("maker/folder", "config.json", new byte[100]);
    hub.file("maker/folder", "model.safetensors", new byte[2000]);
    hub.list("maker/folder");
    hub.file("maker/folder", "config.json", HubInTest.content(100, 4));
    refused("maker/folder", "config.json", "SHA-1", "the hub says");
  }

  @Test
  void aListOfSeveralPagesIsReadToItsEnd() throws IOException {
    hub.misbehave(
        "/tree/main",
        reply ->
            Reply.of(200, "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .with(
                    "Link",
                    "<"
                        + hub.address()
                        + "/api/models/"
                        + REPOSITORY
                        + "/tree/main?cursor=2>;"
                        + " rel=\"next\""));
    pull(REPOSITORY);
    assertPulled();
  }

  // Broken connections

  @Test
  void aBrokenConnectionIsGoneOnWith() throws IOException {
    hub.misbehave(
        FILE, reply -> reply.cutAfter(100_000), reply -> reply.cutAfter(50_000), Reply::itself);
    pull(REPOSITORY);
    assertPulled();
    assertEquals(Arrays.asList(null, "bytes=100000-", "bytes=150000-"), ranges());
    assertEquals(2, sleeps.size());
  }

  @Test
  void aLaterRunGoesOn() throws IOException {
    hub.misbehave(FILE, reply -> reply.cutAfter(10_000));
    for (int i = 0; i < 5; i++) {
      hub.misbehave(FILE, reply -> reply.cutAfter(0));
    }
    refused(REPOSITORY, "tried 6 times", "what was fetched is kept");
    assertEquals(
        List.of(REPOSITORY + ":" + FILE),
        store.unfinished().stream().map(ModelStore.Unfinished::name).toList());
    assertEquals(10_000, store.unfinished().getFirst().bytes());
    hub.requests.clear();
    pull(REPOSITORY);
    assertPulled();
    assertEquals(List.of("bytes=10000-"), ranges());
  }

  @Test
  void failuresDoNotCountWhenSomethingCame() throws IOException {
    byte[] content = HubInTest.content(1_200_000, 5);
    hub.file(REPOSITORY, FILE, content);
    hub.list(REPOSITORY);
    for (int i = 0; i < 12; i++) {
      hub.misbehave(FILE, reply -> reply.cutAfter(80_000));
    }
    pull(REPOSITORY);
    assertArrayEquals(content, Files.readAllBytes(target()));
    assertTrue(sleeps.stream().allMatch(sleep -> sleep.toSeconds() <= 2), sleeps.toString());
  }

  @Test
  void aStalledConnectionIsGivenUpAndGoneOnWith() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    hub.misbehave(FILE, reply -> reply.cutAfter(1000).thenWait(never));
    pull(REPOSITORY, hasty());
    assertPulled();
    assertEquals(Arrays.asList(null, "bytes=1000-"), ranges());
    assertTrue(heard.notes.getFirst().contains("no bytes came"), heard.notes.toString());
    never.countDown();
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedAgain() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    hub.misbehave("/tree/main", reply -> new Reply(200, Map.of(), new byte[0], 0, never).silent());
    pull(REPOSITORY, hasty());
    assertPulled();
    assertTrue(heard.notes.getFirst().contains("no answer"), heard.notes.toString());
    never.countDown();
  }

  // Ranges and versions

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    hub.misbehave(FILE, reply -> reply.cutAfter(100_000), reply -> Reply.of(200, CONTENT));
    pull(REPOSITORY);
    assertPulled();
    assertEquals(1, heard.restarts);
  }

  @Test
  void sendingTheSameBytesAgainAndAgainIsNoProgress() throws IOException {
    for (int i = 0; i < 12; i++) {
      hub.misbehave(FILE, reply -> Reply.of(200, CONTENT).cutAfter(100_000));
    }
    refused(REPOSITORY, "tried 6 times");
  }

  @Test
  void anotherRangeThanTheOneAskedForIsNotTaken() throws IOException {
    hub.misbehave(
        FILE,
        reply -> reply.cutAfter(100_000),
        reply ->
            Reply.of(206, Arrays.copyOfRange(CONTENT, 90_000, CONTENT.length))
                .with("Content-Range", "bytes 90000-299999/300000"));
    pull(REPOSITORY);
    assertPulled();
    assertEquals(Arrays.asList(null, "bytes=100000-", null), ranges());
  }

  @Test
  void aPartThatDoesNotSayWhichOneItIsIsNotTaken() throws IOException {
    hub.misbehave(FILE, reply -> reply.cutAfter(100_000), reply -> reply.without("Content-Range"));
    pull(REPOSITORY);
    assertPulled();
  }

  @Test
  void aFileThatChangesMeanwhileIsFetchedAnew() throws IOException {
    hub.listWithoutChecksums(REPOSITORY);
    byte[] changed = HubInTest.content(CONTENT.length, 6);
    hub.misbehave(
        FILE,
        reply -> {
          hub.file(REPOSITORY, FILE, changed);
          return reply.cutAfter(100_000);
        });
    pull(REPOSITORY);
    assertArrayEquals(changed, Files.readAllBytes(target()));
    // Of what was sent before the connection broke, the last part may be lost.
    assertEquals(3, ranges().size());
    assertNull(ranges().getFirst());
    assertTrue(ranges().get(1).matches("bytes=(?:100000|[1-9]\\d{4})-"), ranges().get(1));
    assertNull(ranges().getLast());
    assertTrue(heard.notes.get(1).contains("has changed"), heard.notes.toString());
  }

  @Test
  void aPartOfAnotherVersionIsThrownAway() throws IOException {
    hub.misbehave(FILE, reply -> reply.cutAfter(10_000));
    for (int i = 0; i < 5; i++) {
      hub.misbehave(FILE, reply -> reply.cutAfter(0));
    }
    refused(REPOSITORY, "tried 6 times");
    byte[] changed = HubInTest.content(CONTENT.length, 7);
    hub.file(REPOSITORY, FILE, changed);
    hub.list(REPOSITORY);
    hub.requests.clear();
    pull(REPOSITORY);
    assertArrayEquals(changed, Files.readAllBytes(target()));
    assertEquals(Arrays.asList((String) null), ranges());
  }

  @Test
  void aPartThatIsWholeIsOnlyChecked() throws IOException {
    Files.createDirectories(target().getParent());
    HubFile file =
        new HubFile(
            FILE, CONTENT.length, new Checksum(Checksum.Kind.SHA256, HubInTest.sha256(CONTENT)));
    try (var channel = Part.of(target(), file).append(null)) {
      channel.write(java.nio.ByteBuffer.wrap(CONTENT));
    }
    pull(REPOSITORY);
    assertPulled();
    assertEquals(List.of(), hub.requestsFor(FILE));
  }

  // Lies

  @Test
  void wrongBytesAreRemoved() throws IOException {
    byte[] wrong = CONTENT.clone();
    wrong[77]++;
    hub.file(REPOSITORY, FILE, wrong);
    refused(REPOSITORY, FILE, "SHA-256", HubInTest.sha256(wrong), HubInTest.sha256(CONTENT));
    assertEquals(List.of(), store.unfinished());
    assertFalse(Files.exists(target()));
  }

  @Test
  void aServerWithAnotherSizeThanItsListIsRefused() throws IOException {
    hub.file(REPOSITORY, FILE, Arrays.copyOf(CONTENT, CONTENT.length + 1));
    refused(REPOSITORY, "300,001 bytes", "300,000");
  }

  @Test
  void aServerThatSendsMoreThanItSaidIsRefused() throws IOException {
    byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 10);
    hub.misbehave(FILE, reply -> Reply.of(200, longer).without("Content-Length"));
    refused(REPOSITORY, "more than the 300,000 bytes");
    assertEquals(List.of(), store.unfinished());
  }

  @Test
  void aServerThatEndsEarlyWithoutALengthIsAskedForTheRest() throws IOException {
    hub.misbehave(FILE, reply -> reply.without("Content-Length").cutAfter(1234));
    pull(REPOSITORY);
    assertPulled();
    assertEquals(Arrays.asList(null, "bytes=1234-"), ranges());
  }

  @Test
  void whatTheHubDoesNotListIsNotVerified() throws IOException {
    hub.file("maker/plain", FILE, CONTENT);
    Pull.Pulled pulled = pull("maker/plain:" + FILE);
    assertFalse(pulled.model().isVerifiable());
    assertEquals(
        List.of(Verification.State.NOT_VERIFIED),
        Verification.of(pulled.model(), heard).stream().map(v -> v.state()).toList());
  }

  @Test
  void whatIsNotVerifiedMustLookLikeAModelAtLeast() throws IOException {
    hub.file("maker/plain", FILE, "<html>please log in</html>".getBytes());
    refused("maker/plain:" + FILE, "no GGUF file", "removed");
    assertEquals(List.of(), store.unfinished());
  }

  // Whom the token is for

  @Test
  void theTokenDoesNotFollowARedirect() throws IOException {
    try (HubInTest elsewhere = new HubInTest()) {
      elsewhere.file(REPOSITORY, FILE, CONTENT);
      String there = elsewhere.address() + "/" + REPOSITORY + "/resolve/main/" + FILE;
      hub.misbehave(
          FILE,
          reply -> Reply.of(302).with("Location", there),
          reply -> Reply.of(302).with("Location", there));
      elsewhere.misbehave(FILE, reply -> reply.cutAfter(100_000));
      pull(REPOSITORY);
      assertPulled();
      assertEquals(2, elsewhere.requests.size());
      assertEquals("bytes=100000-", elsewhere.requests.get(1).header("Range"));
      elsewhere.requests.forEach(request -> assertNull(request.header("Authorization")));
      hub.requests.forEach(
          request -> assertEquals("Bearer " + TOKEN, request.header("Authorization")));
    }
  }

  @Test
  void theTokenDoesNotComeBackFromARedirect() throws IOException {
    try (HubInTest elsewhere = new HubInTest()) {
      String back = hub.address() + "/" + REPOSITORY + "/resolve/main/" + FILE;
      hub.misbehave(FILE, reply -> Reply.of(307).with("Location", elsewhere.address() + "/x"));
      elsewhere.misbehave("/x", reply -> Reply.of(302).with("Location", back));
      pull(REPOSITORY);
      assertPulled();
      assertNull(hub.requestsFor(FILE).get(1).header("Authorization"));
    }
  }

  @Test
  void aRelativeRedirectStaysWithTheHub() throws IOException {
    hub.file("maker/renamed", FILE, CONTENT);
    hub.misbehave(
        FILE, reply -> Reply.of(307).with("Location", "/maker/renamed/resolve/main/" + FILE));
    pull(REPOSITORY);
    assertPulled();
    assertEquals("Bearer " + TOKEN, hub.requestsFor(FILE).get(1).header("Authorization"));
  }

  @Test
  void redirectsEnd() throws IOException {
    for (int i = 0; i < 20; i++) {
      hub.misbehave(FILE, reply -> Reply.of(302).with("Location", "/again/" + FILE));
    }
    refused(REPOSITORY, "more than 8 redirects");
    for (String nowhere : List.of("", "file:///etc/passwd", "http://", ":")) {
      hub = new HubInTest();
      start();
      hub.misbehave(FILE, reply -> Reply.of(302).with("Location", nowhere));
      refused(REPOSITORY, "no address");
      hub.close();
    }
  }

  @Test
  void theTokenIsNotSentInTheOpen() throws IOException {
    Map<String, String> proxy = Map.of("HTTP_PROXY", hub.address().toString());
    pull(REPOSITORY, access(URI.create("http://hub.invalid"), proxy));
    assertPulled();
    assertTrue(hub.requests.getFirst().target().startsWith("http://hub.invalid/api/models/"));
    hub.requests.forEach(request -> assertNull(request.header("Authorization")));
  }

  // Refusals

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void whatTheHubRefusesIsNotAskedForAgain(int status) throws IOException {
    hub.misbehave(FILE, reply -> Reply.of(status));
    refused(REPOSITORY, REPOSITORY + ":" + FILE, "127.0.0.1");
    assertEquals(1, hub.requestsFor(FILE).size());
    assertEquals(List.of(), sleeps);
  }

  @Test
  void aRefusalSaysWhatToDo() throws IOException {
    hub.misbehave("/tree/main", reply -> Reply.of(401), reply -> Reply.of(403));
    refused(REPOSITORY, "401", "the token in HF_TOKEN is not good for it");
    refused(REPOSITORY, "403", "access must be granted", "page");
    hub.misbehave("/tree/main", reply -> Reply.of(401));
    PullException failure = assertThrows(PullException.class, () -> pull(REPOSITORY, hasty()));
    assertTrue(failure.getMessage().contains("wants a token"), failure.getMessage());
    refused("maker/nothing", "has no such repository");
    refused("maker/nothing:x.gguf", "maker/nothing:x.gguf", "has no such file");
  }

  @Test
  void aBusyHubIsAskedWhenItSays() throws IOException {
    String soon =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));
    hub.misbehave(
        FILE,
        reply -> Reply.of(429).with("Retry-After", "7"),
        reply -> Reply.of(503).with("Retry-After", soon),
        reply -> Reply.of(500));
    pull(REPOSITORY);
    assertPulled();
    assertEquals(Duration.ofSeconds(7), sleeps.get(0));
    assertTrue(sleeps.get(1).toSeconds() > 50 && sleeps.get(1).toSeconds() <= 60);
    assertEquals(Duration.ofSeconds(4), sleeps.get(2));
  }

  @Test
  void aHubThatWantsHoursIsNotWaitedFor() throws IOException {
    hub.misbehave(FILE, reply -> Reply.of(429).with("Retry-After", "7200"));
    refused(REPOSITORY, "429", "wait 120 min");
  }

  @Test
  void aHubThatIsDownIsGivenUp() throws IOException {
    for (int i = 0; i < 10; i++) {
      hub.misbehave("/tree/main", reply -> Reply.of(502));
    }
    refused(REPOSITORY, "502", "tried 6 times");
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L), sleeps.stream().map(Duration::toSeconds).toList());
  }

  @Test
  void aHubThatIsNotThereIsNamed() throws IOException {
    hub.close();
    refused(REPOSITORY, "127.0.0.1", "cannot be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[", "<html>", "null"})
  void aListThatIsNoneIsRefused(String list) throws IOException {
    hub.misbehave("/tree/main", reply -> Reply.of(200, list.getBytes()));
    refused(REPOSITORY, "list of files");
  }

  // Files and the disk

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil-Q8_0.gguf",
        "a/../../../evil-Q8_0.gguf",
        "/tmp/evil-Q8_0.gguf",
        "./evil-Q8_0.gguf",
        "a//evil-Q8_0.gguf",
        "C:\\evil-Q8_0.gguf",
        "a\\evil-Q8_0.gguf",
        "evil\n-Q8_0.gguf",
        "evil\u0000-Q8_0.gguf",
        "evil:stream-Q8_0.gguf",
        ".hidden/evil-Q8_0.gguf",
        "CON.Q8_0.gguf",
        "evil\u202e-Q8_0.gguf"
      })
  void namesThatLeadElsewhereAreRefused(String path) throws IOException {
    hub.listPaths(REPOSITORY, path);
    refused(REPOSITORY, "is no file name that can be kept");
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aFullDiskIsSeenBeforehand() throws IOException {
    free = 1000;
    refused(REPOSITORY, "300 kB are to be fetched", "1.0 kB are free", "GLOSS_MODELS");
    assertEquals(List.of(), hub.requestsFor(FILE));
  }

  @Test
  void aStoreThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    store = new ModelStore(file.resolve("store"));
    refused(REPOSITORY, file.toString(), "cannot be written", "GLOSS_MODELS");
  }

  @Test
  void oneProcessAtATimeFetchesAModel() throws IOException {
    Files.createDirectories(store.folder());
    try (PullLock lock = PullLock.take(store.folder(), target())) {
      refused(REPOSITORY, FILE, "another gloss");
    }
    pull(REPOSITORY);
    assertPulled();
  }

  /// What the listener was told.
  private static final class Heard implements PullListener {
    final List<String> notes = new ArrayList<>();
    int restarts;

    @Override
    public void chosen(String repository, FileChoice choice) {}

    @Override
    public void begin(String what, Step step, long done, long total) {}

    @Override
    public void advanced(long bytes) {}

    @Override
    public void restarted() {
      restarts++;
    }

    @Override
    public void end() {}

    @Override
    public void note(String sentence) {
      notes.add(sentence);
    }
  }
}
