package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is under way in one file, the next request of another is answered, and `shutdown` too.
///
/// The limits are those of a machine that does much else: unloaded, answers take a tenth of them.
@Timeout(120)
class NeverHangsTest {
  private static final String NASTY = "file:///p/Nasty";
  private static final int SIZE = 1_000_000;

  /// Longer texts are not given to parsers.
  private static final int PARSED_SIZE = 249_000;

  private static final long SOON_SECONDS = 10;

  private final EditorInTest editor = EditorInTest.start();

  @BeforeEach
  void start() throws Exception {
    editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString("{\"hover\":{\"budgetMillis\":9000}}")));
    editor
        .load(
            new ScriptedEngine(
                prompt ->
                    prompt.contains("What does")
                        ? Script.of(Sample.REASONED)
                        : Script.of("rn", " a;")))
        .open(Sample.URI, "java", Sample.TEXT);
    // Whatever has to be done once for a process is done.
    checkOthersAreServed(60);
  }

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  private void checkOthersAreServed(long seconds) throws Exception {
    InlineCompletionList shown =
        editor.inline(Sample.URI, Sample.endOf("retu")).get(seconds, TimeUnit.SECONDS);
    assertEquals("return a;", shown.getItems().getFirst().getInsertText().getLeft());
    Hover hover = editor.hover(Sample.URI, Sample.at("sum")).get(seconds, TimeUnit.SECONDS);
    assertTrue(EditorInTest.text(hover).contains("Returns the sum."));
  }

  private void checkItEnds() throws Exception {
    editor.server.shutdown().get(SOON_SECONDS, TimeUnit.SECONDS);
    editor.server.exit();
    assertEquals(0, editor.exitCode.get(SOON_SECONDS, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({
    "java, deadbeef",
    "c, deadbeef",
    "python, deadbeef",
    "java, {",
    "c, {",
    "java, (",
    "c, (",
    "java, a<",
    "java, x+",
    "c, f(){",
    "javascript, const a=>{",
    "c, '\"/*\" {'",
    "java, '\"'",
    "python, 'def '",
    "java, '/* '",
    "plaintext, 'a '"
  })
  void anyTextIsReadWhileOthersAreServed(String languageId, String piece) throws Exception {
    editor.open(NASTY, languageId, piece.repeat(SIZE / piece.length()));
    List<CompletableFuture<?>> replies = new ArrayList<>();
    for (int character : new int[] {0, SIZE / 2, SIZE - 100}) {
      Position place = new Position(0, character);
      replies.add(editor.hover(NASTY, place));
      replies.add(editor.inline(NASTY, place));
    }
    checkOthersAreServed(SOON_SECONDS);
    for (CompletableFuture<?> reply : replies) {
      reply.get(60, TimeUnit.SECONDS);
    }
    checkItEnds();
  }

  @Test
  void whatParsersWorkOnLongStandsInNobodysWay() throws Exception {
    String[][] texts = {
      {"python", "a."},
      {"javascript", "\"'`"},
      {"go", "x = 1\n"},
      {"rust", "fn f() { let x = 1; }\n"},
      {"c", "a."},
      {"cpp", "x = 1\n"},
      {"kotlin", "\"'`"},
      {"typescript", "["}
    };
    List<CompletableFuture<?>> replies = new ArrayList<>();
    for (String[] text : texts) {
      String uri = NASTY + text[0];
      editor.open(uri, text[0], text[1].repeat(PARSED_SIZE / text[1].length()));
      replies.add(editor.hover(uri, new Position(0, 4)));
    }
    replies.forEach(reply -> reply.cancel(true));
    checkOthersAreServed(SOON_SECONDS);
    checkItEnds();
  }

  @Test
  void cancelledRequestsInALargeFileStopNobody() throws Exception {
    editor.open(NASTY, "java", "  int x = call(a, \"text\"); // \n".repeat(160_000));
    for (int i = 0; i < 12; i++) {
      Position place = new Position(1000 * i, 10);
      CompletableFuture<?> completion =
          editor.server.getTextDocumentService().inlineCompletion(explicit(place));
      CompletableFuture<?> hover = editor.hover(NASTY, place);
      editor.edit(NASTY, new Range(place, place), "y");
      completion.cancel(true);
      hover.cancel(true);
    }
    checkOthersAreServed(SOON_SECONDS);
    checkItEnds();
  }

  @Test
  void shutdownDoesNotWaitForWhatIsUnderWay() throws Exception {
    editor.open(NASTY, "c", "deadbeef".repeat(75_000));
    CompletableFuture<?> hover = editor.hover(NASTY, new Position(0, 300_000));
    CompletableFuture<?> completion =
        editor.server.getTextDocumentService().inlineCompletion(explicit(new Position(0, 5)));
    checkItEnds();
    assertTrue(hover.isDone() || completion.isDone() || editor.exitCode.isDone());
  }

  private static InlineCompletionParams explicit(Position place) {
    return new InlineCompletionParams(
        new TextDocumentIdentifier(NASTY),
        place,
        new InlineCompletionContext(InlineCompletionTriggerKind.Invoked));
  }
}
