package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.Engine;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.server.assist.AssistException;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch.NoRoom;
import dev.gloss.server.assist.ModelSwitch.Wish;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Measurements;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.SettingsFile;
import dev.gloss.server.models.ModelStore;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two roles, one budget of memory, and models that change, with small golden models.
@Timeout(120)
class ServedModelsTest {
  private static final Path FIRST =
      Path.of(GlossRun.goldenModel("v3")).toAbsolutePath().normalize();
  private static final Path SECOND =
      Path.of(GlossRun.goldenModel("v2")).toAbsolutePath().normalize();
  private static final Set<Role> BOTH = EnumSet.allOf(Role.class);
  private static final LocalOpener LOCAL =
      new LocalOpener(
          EngineOptions.defaults().withThreads(1).withContextTokens(256),
          new Measurements(Path.of("there-is-no-such-folder")),
          null);

  @TempDir Path home;
  private final StatusBoard board = new StatusBoard();
  private final Assistant assistant = new Assistant(new TraceHub(), board);
  private final Set<Path> broken = new HashSet<>();
  private final List<Path> opened = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // every test calls `start` first
  private ServedModels models;

  @AfterEach
  void stop() {
    models.close();
  }

  /// Serves within so much memory, and waits until the first models are open.
  private void start(long memoryBytes, Path completion, Path explanation) {
    ModelStore store = new ModelStore(home.resolve("models"));
    ModelCatalogue catalogue =
        new ModelCatalogue(
            store,
            new DefaultModels(settingsFile(), new ModelLocator(store), Settings.DEFAULTS.models()));
    models = new ServedModels(assistant, board, new Opener(), catalogue, memoryBytes);
    models.start(() -> completion, () -> explanation);
    models.await();
  }

  private SettingsFile settingsFile() {
    return new SettingsFile(home.resolve("config"));
  }

  private void use(Path model, boolean unloadFirst, Set<Role> roles) {
    models.use(new Wish(model.toString(), roles, unloadFirst, false));
  }

  private Engine engine(Role role) {
    return assistant.model(role).orElseThrow().engine();
  }

  private void check(Path completion, Path explanation) {
    assertEquals(completion.toString(), models.state().completion().orElseThrow().path());
    assertEquals(explanation.toString(), models.state().explanation().orElseThrow().path());
  }

  private static long least(Path... models) {
    long bytes = 0;
    for (Path model : models) {
      bytes += LOCAL.leastBytes(model);
    }
    return bytes;
  }

  @Test
  void oneModelForBothRolesIsOneEngine() {
    start(1L << 30, FIRST, FIRST);
    check(FIRST, FIRST);
    assertSame(engine(Role.COMPLETION), engine(Role.EXPLANATION));
    assertEquals(List.of(FIRST), opened);
    assertEquals(GlossStatus.State.READY, board.current().state());
  }

  @Test
  void eachRoleMayHaveItsModelWithinOneBudget() {
    start(1L << 30, FIRST, SECOND);
    check(FIRST, SECOND);
    assertNotSame(engine(Role.COMPLETION), engine(Role.EXPLANATION));
    assertTrue(
        models.state().completion().orElseThrow().memoryBytes()
                + models.state().explanation().orElseThrow().memoryBytes()
            <= 1L << 30);
  }

  @Test
  void theFirstModelLeavesRoomForTheSecond() {
    start(least(FIRST, SECOND), FIRST, SECOND);
    check(FIRST, SECOND);
  }

  @Test
  void aModelThatCannotExplainIsRefusedAndClosed() throws IOException {
    start(1L << 30, FIRST, FIRST);
    Path base = withoutTemplate(SECOND);
    String message =
        assertThrows(AssistException.class, () -> use(base, false, EnumSet.of(Role.EXPLANATION)))
            .getMessage();
    assertTrue(String.valueOf(message).contains("no chat template"), message);
    check(FIRST, FIRST);
  }

  private Path withoutTemplate(Path model) throws IOException {
    Path copy = Files.createDirectory(home.resolve("base"));
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path config = copy.resolve("tokenizer_config.json");
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(Files.readString(config));
    json.remove("chat_template");
    Files.writeString(config, json.toString());
    return copy;
  }

  @Test
  void aModelForExplanationsThatIsNoneLeavesTheOther() {
    Path none = home.resolve("none");
    start(1L << 30, FIRST, none);
    check(FIRST, FIRST);
    assertEquals(GlossStatus.State.READY, board.current().state());
    assertTrue(String.valueOf(board.current().message()).contains("none"), board::toString);
  }

  @Test
  void aModelForExplanationsThatDoesNotFitLeavesTheOther() {
    start(least(FIRST) + 1000, FIRST, SECOND);
    check(FIRST, FIRST);
    assertTrue(String.valueOf(board.current().message()).contains("does not fit"));
  }

  @Test
  void withoutAnyModelTheStatusSaysWhy() {
    start(1L << 30, home.resolve("none"), home.resolve("none"));
    assertEquals(GlossStatus.State.FAILED, board.current().state());
    assertThrows(CompletionException.class, () -> assistant.loaded().join());
    use(FIRST, false, BOTH);
    check(FIRST, FIRST);
    assertEquals(GlossStatus.State.READY, board.current().state());
  }

  @Test
  void aModelCanBeChangedForEachRole() {
    start(1L << 30, FIRST, FIRST);
    Engine before = engine(Role.COMPLETION);
    use(SECOND, false, EnumSet.of(Role.EXPLANATION));
    check(FIRST, SECOND);
    assertSame(before, engine(Role.COMPLETION));
    use(SECOND, false, EnumSet.of(Role.COMPLETION));
    check(SECOND, SECOND);
    assertSame(engine(Role.COMPLETION), engine(Role.EXPLANATION));
    assertEquals(List.of(FIRST, SECOND), opened);
  }

  @Test
  void whereBothDoNotFitItSaysSoAndCanUnloadFirst() {
    start(Math.max(least(FIRST), least(SECOND)) + 1000, FIRST, FIRST);
    NoRoom failure = assertThrows(NoRoom.class, () -> use(SECOND, false, BOTH));
    assertTrue(String.valueOf(failure.getMessage()).contains("unloadFirst"));
    check(FIRST, FIRST);
    AssistException shared =
        assertThrows(AssistException.class, () -> use(SECOND, false, EnumSet.of(Role.EXPLANATION)));
    assertTrue(!(shared instanceof NoRoom), "the other role keeps the model open");
    use(SECOND, true, BOTH);
    check(SECOND, SECOND);
  }

  @Test
  void aModelThatFitsNeitherWaySaysWhatToDo() {
    assertTrue(least(FIRST) > least(SECOND));
    start(least(SECOND), SECOND, SECOND);
    AssistException failure = assertThrows(AssistException.class, () -> use(FIRST, false, BOTH));
    assertTrue(String.valueOf(failure.getMessage()).contains("--memory"));
    AssistException unloaded = assertThrows(AssistException.class, () -> use(FIRST, true, BOTH));
    assertTrue(String.valueOf(unloaded.getMessage()).contains("serves on"));
    assertEquals(List.of(SECOND), opened, "nothing is closed for a model that cannot fit");
    check(SECOND, SECOND);
  }

  @Test
  void aModelThatCannotBeOpenedLeavesTheOneBefore() {
    start(1L << 30, FIRST, FIRST);
    broken.add(SECOND);
    AssistException failure = assertThrows(AssistException.class, () -> use(SECOND, false, BOTH));
    assertEquals("broken", failure.getMessage());
    check(FIRST, FIRST);
    assertEquals(null, board.current().message());
    assertThrows(AssistException.class, () -> use(home.resolve("none"), false, BOTH));
    check(FIRST, FIRST);
  }

  @Test
  void aModelThatCannotBeOpenedBringsBackTheOneThatWasUnloaded() {
    start(1L << 30, FIRST, FIRST);
    broken.add(SECOND);
    AssistException failure = assertThrows(AssistException.class, () -> use(SECOND, true, BOTH));
    assertEquals("broken; the model before serves again", failure.getMessage());
    check(FIRST, FIRST);
    assertEquals(List.of(FIRST, FIRST), opened);
    broken.add(FIRST);
    AssistException lost = assertThrows(AssistException.class, () -> use(SECOND, true, BOTH));
    assertTrue(String.valueOf(lost.getMessage()).contains("cannot be opened again"));
    assertEquals(GlossStatus.State.FAILED, board.current().state());
    broken.clear();
    use(SECOND, false, BOTH);
    check(SECOND, SECOND);
  }

  @Test
  void aWishMayBeRemembered() {
    start(1L << 30, FIRST, FIRST);
    models.use(new Wish(SECOND.toString(), EnumSet.of(Role.EXPLANATION), false, true));
    Settings.Models remembered = settingsFile().read().settings().models();
    assertEquals(null, remembered.completion());
    assertEquals(SECOND.toString(), remembered.explain());
    models.use(new Wish("embedded", BOTH, false, true));
    remembered = settingsFile().read().settings().models();
    assertEquals(null, remembered.explain());
  }

  /// Opens golden models, but for those that are broken.
  private final class Opener implements ModelOpener {
    @Override
    public long leastBytes(Path model) {
      return LOCAL.leastBytes(model);
    }

    @Override
    public OpenModel open(Path model, long memoryBytes) {
      if (broken.contains(model)) {
        throw new ModelException("broken");
      }
      OpenModel open = LOCAL.open(model, memoryBytes);
      opened.add(model);
      return open;
    }
  }
}
