package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.EmbeddedModel;
import java.util.Map;
import java.util.Set;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// From the editor to the weights and back, with the embedded model.
@Timeout(300)
class RealModelTest {
  private static final String URI = "file:///p/Counter.java";
  private static final String TEXT =
      """
      class Counter {
        private int count;

        public int getCount() {
          retu
        }

        public void setCount(int count) {
          this.count = count;
        }
      }
      """;

  private final EditorInTest editor = EditorInTest.start();

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  private void start(String settings) throws Exception {
    editor.initialize(params -> params.setInitializationOptions(JsonParser.parseString(settings)));
    editor.load(EmbeddedModel.get()).open(URI, "java", TEXT);
  }

  @Test
  void ghostTextGoesOnFromWhatWasTyped() throws Exception {
    start("{\"completion\":{\"eagerness\":\"eager\"},\"trace\":true}");
    Position cursor = new Position(4, 8);
    for (InlineCompletionItem item : editor.inline(URI, cursor).get().getItems()) {
      String text = item.getInsertText().getLeft();
      assertTrue(text.startsWith("retu") && !text.contains("\n"), text);
      assertEquals(new Range(new Position(4, 4), cursor), item.getRange());
    }
    JsonObject event = editor.trace.take();
    while (!event.get("kind").getAsString().equals("end")) {
      event = editor.trace.take();
    }
    assertTrue(event.get("generated").getAsInt() > 0, event.toString());
  }

  @Test
  void anExplanationIsTheReplyOfItsCommand() throws Exception {
    start("{}");
    JsonObject place = new JsonObject();
    place.addProperty("uri", URI);
    place.add("position", JsonParser.parseString("{\"line\":8,\"character\":6}"));
    Map<?, ?> reply = (Map<?, ?>) editor.execute("gloss.explain", place).get();
    assertEquals(reply.keySet(), Set.of("request", "think", "answer"));
    assertFalse(String.valueOf(reply.get("answer")).contains("<"), reply.toString());
  }
}
