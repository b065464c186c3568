package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.retrieval.Piece;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How much is read at once by a model that reads slowly, and what is read later.
@Timeout(60)
final class ReadAheadTest {
  private static final Settings.Completion SETTINGS = Settings.DEFAULTS.completion();

  /// Characters, which are the scripted engine's tokens, that are read in a moment at [#SPEED].
  private static final int MOMENT = 300;

  private static final double SPEED = MOMENT * 1000.0 / ReadingBudget.MOMENT.toMillis();

  private final Assistant assistant = new Assistant(new TraceHub(), new StatusBoard());
  private String document = "  int a = b;\n".repeat(100) + "  int c = ";
  private String after = "";
  private FimForm form = FimForm.PREFIX;
  private List<Piece> found = List.of();
  private final OtherCode others = new OtherCode(() -> query -> found);

  @AfterEach
  void close() {
    assistant.close();
  }

  private ScriptedEngine engine(double tokensPerSecond) {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("d;")).reading(tokensPerSecond);
    var unused =
        assistant.use(
            EnumSet.of(Role.COMPLETION), new Assistant.Model(engine, ScriptedDialogue.get()));
    return engine;
  }

  private void complete() {
    CompletionQuery query =
        new CompletionQuery("file:///A.java", "java", document + after, document.length())
            .with(others);
    var unused =
        assistant
            .completer()
            .orElseThrow()
            .complete(query, SETTINGS.withFim(form), new Cancellation());
  }

  /// What somebody asks who types on when this has been read.
  private GenerationRequest laterThan(GenerationRequest read, ScriptedEngine engine)
      throws InterruptedException {
    while (Objects.requireNonNull(engine.finished.poll(20, TimeUnit.SECONDS)) != read) {
      // Another one ended.
    }
    document += "x";
    complete();
    return next(engine);
  }

  private static GenerationRequest next(ScriptedEngine engine) throws InterruptedException {
    return Objects.requireNonNull(engine.requests.poll(20, TimeUnit.SECONDS));
  }

  private static int length(GenerationRequest request) {
    return request.prompt().parts().stream()
        .mapToInt(part -> part instanceof Prompt.Text(String text) ? text.length() : 1)
        .sum();
  }

  @Test
  void aModelThatReadsQuicklyReadsAllAtOnce() throws Exception {
    ScriptedEngine engine = engine(50_000);
    complete();
    assertTrue(length(next(engine)) > 2 * MOMENT);
    assertNull(engine.requests.poll(1, TimeUnit.SECONDS), "nothing is left to be read");
  }

  @Test
  void theRestIsReadWhileNobodyWaits() throws Exception {
    ScriptedEngine engine = engine(SPEED);
    complete();
    GenerationRequest first = next(engine);
    assertEquals(Priority.COMPLETION, first.priority());
    assertTrue(length(first) <= MOMENT, () -> length(first) + " tokens at once");

    GenerationRequest ahead = next(engine);
    assertEquals(Priority.BACKGROUND, ahead.priority());
    assertEquals(1, ahead.maxTokens());
    assertTrue(length(ahead) > 2 * MOMENT, () -> length(ahead) + " tokens ahead");

    // What was read ahead is part of the next prompt.
    GenerationRequest later = laterThan(ahead, engine);
    assertEquals(Priority.COMPLETION, later.priority());
    assertTrue(length(later) > MOMENT, () -> length(later) + " tokens of which most were read");
  }

  /// Each key moves what stands before the suffix, so that all of it would be read anew.
  @Test
  void ofASuffixThatIsReadLastLittleIsRead() throws Exception {
    form = FimForm.PSM;
    after = ";\n" + "  int d = e;\n".repeat(100);
    ScriptedEngine engine = engine(SPEED);
    complete();
    GenerationRequest first = next(engine);
    assertTrue(length(first) < 2 * MOMENT, () -> length(first) + " tokens at once");
    GenerationRequest ahead = next(engine);
    assertTrue(length(ahead) > 2 * MOMENT, () -> length(ahead) + " tokens ahead");

    GenerationRequest later = laterThan(ahead, engine);
    // All of the prefix, and a suffix that is read in a moment.
    assertEquals(Priority.COMPLETION, later.priority());
    assertTrue(length(later) > 2 * MOMENT);
    String read = String.valueOf(later.prompt());
    assertTrue(read.contains("int d = e") && !read.contains("int d = e;\n".repeat(10)), read);
  }

  private static Piece piece(String name) {
    return new Piece(Path.of("/w", name), name, 1, 9, "something of " + name + " helps;", 1, "");
  }

  private static boolean reads(GenerationRequest request, String name) {
    return String.valueOf(request.prompt()).contains("// something of " + name);
  }

  /// Code of other files is looked for and read while nobody waits; other keys find it read, and it
  /// stays as it is until better code has been read.
  @Test
  void codeOfOtherFilesIsReadAheadAndStays() throws Exception {
    found = List.of(piece("B.java"));
    ScriptedEngine engine = engine(SPEED);
    complete();
    assertFalse(reads(next(engine), "B.java"), "nobody waits for it");
    GenerationRequest ahead = next(engine);
    assertTrue(reads(ahead, "B.java"));

    found = List.of(piece("C.java"));
    GenerationRequest later = laterThan(ahead, engine);
    assertTrue(reads(later, "B.java") && !reads(later, "C.java"), "what was read");
    GenerationRequest better = next(engine);
    assertTrue(reads(better, "C.java") && !reads(better, "B.java"), "found while nobody types");
    GenerationRequest last = laterThan(better, engine);
    assertTrue(reads(last, "C.java") && !reads(last, "B.java"));
  }

  @Test
  void whoeverReadsQuicklyHasCodeOfOtherFilesAtOnce() throws Exception {
    found = List.of(piece("B.java"));
    ScriptedEngine engine = engine(50_000);
    complete();
    assertTrue(reads(next(engine), "B.java"));
  }

  @Test
  void whereNothingIsKnownOfTheSpeedAllIsRead() throws Exception {
    ScriptedEngine engine = engine(0);
    complete();
    assertTrue(length(next(engine)) > 2 * MOMENT);
  }

  @Test
  void aModelThatLosesItsRoleReadsNothingAhead() throws Exception {
    ScriptedEngine engine = engine(SPEED);
    complete();
    assertNotNull(next(engine));
    engine.hold();
    GenerationRequest ahead = next(engine);
    assertEquals(Priority.BACKGROUND, ahead.priority());
    assistant.unload(Set.of(Role.COMPLETION)).get(20, TimeUnit.SECONDS);
    assertTrue(engine.closed.isDone());
    assertTrue(engine.cancelled.contains(ahead));
  }
}
