package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.config.Settings;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.Piece;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The index of an editor's workspace comes and goes with the settings.
@Timeout(60)
class ProjectCodeTest {
  @TempDir Path temporary;
  private final TraceHub hub = new TraceHub();
  private final StatusBoard board = new StatusBoard();
  private ProjectCode code;
  private Path folder;

  @BeforeEach
  void workspace() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("w"));
    Files.writeString(folder.resolve("Orders.java"), "class Orders { Voucher voucher; }\n");
    Files.writeString(folder.resolve("Weather.java"), "class Weather { Barometer tube; }\n");
    code = code(temporary.resolve("cache"));
    board.ready("model", "cpu");
  }

  private ProjectCode code(@Nullable Path cache) {
    LspServices services =
        new LspServices(
            new Assistant(hub, board),
            hub,
            board,
            Panel.NONE,
            "0.0.0",
            ModelSwitch.NONE,
            Settings.DEFAULTS,
            cache);
    WorkspaceFiles files = new WorkspaceFiles(services.workers(), new Documents(), path -> true);
    files.roots(List.of(folder));
    return new ProjectCode(services, files);
  }

  @AfterEach
  void close() {
    code.close();
  }

  /// Waits until the status tells it.
  private void await(Predicate<GlossStatus> told) {
    CompletableFuture<GlossStatus> then = new CompletableFuture<>();
    try (StatusBoard.Listening unused =
        board.listen(
            now -> {
              if (told.test(now)) {
                then.complete(now);
              }
            })) {
      then.join();
    }
  }

  private void awaitIndex(String line) {
    await(now -> Objects.equals(line, now.index()));
  }

  private String found(String text) {
    Document place = new Document(folder.resolve("Place.java").toUri().toString(), "java", 1, text);
    return code.source().find(ContextQuery.around(place, 0, 5)).stream()
        .map(Piece::name)
        .collect(Collectors.joining(" "));
  }

  private static Settings settings(boolean projectFiles, String... exclude) {
    Settings usual = Settings.DEFAULTS;
    return new Settings(
        usual.completion(),
        usual.hover(),
        usual.explain(),
        usual.reasoning(),
        usual.privacy(),
        usual.trace(),
        usual.models(),
        usual.languages(),
        new Settings.Context(projectFiles, List.of(exclude)));
  }

  @Test
  void itBeginsWhenTheSettingsAreKnown() {
    code.follow(settings(true, "Weather*"));
    assertEquals("", found("voucher"));
    code.begin();
    awaitIndex("index: 1 file");
    assertEquals("Orders.java", found("voucher"));
    assertEquals("", found("barometer"));
  }

  @Test
  void settingsHoldFromThenOn() {
    code.begin();
    assertEquals("", found("voucher"), "nobody wants one");
    code.follow(settings(true));
    awaitIndex("index: 2 files");
    code.follow(settings(true, "Orders.java"));
    awaitIndex("index: 1 file");
    assertEquals("", found("voucher"));
    code.follow(settings(false));
    await(now -> now.index() == null);
    assertEquals("", found("barometer"));
    code.follow(settings(true));
    awaitIndex("index: 2 files");
    assertEquals("Orders.java", found("voucher"));
  }

  @Test
  void whereIndexesHaveNoPlaceThereIsNone() {
    code.close();
    code = code(null);
    code.begin();
    assertEquals("", found("voucher"));
    assertNull(board.current().index());
  }
}
