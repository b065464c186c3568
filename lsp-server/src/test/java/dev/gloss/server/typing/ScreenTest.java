package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final Screen screen = new Screen("class A {\n  retu", ");\n}\n");

  @Test
  void theCursorFollowsTheKeys() {
    assertEquals(new Position(1, 6), screen.cursor());
    screen.type("\n    ");
    assertEquals(new Position(2, 4), screen.cursor());
    assertEquals("class A {\n  retu\n    );\n}\n", screen.text());
  }

  @Test
  void whatStandsBeforeTheCursorIsNotShownAgain() {
    screen.show(item("return a", 2, 6));
    assertEquals("rn a", screen.shown());
  }

  @Test
  void anItemForOtherTextIsNotShown() {
    screen.show(item("result", 2, 6));
    assertEquals("", screen.shown());
  }

  @Test
  void whatStandsBehindTheCursorIsNotShownAgain() {
    screen.show(item("return a);", 2, 8));
    assertEquals("rn a", screen.shown());
  }

  @Test
  void whileOneTypesAlongItTheRestStays() {
    screen.show(item("return a", 2, 6));
    screen.type("r");
    assertEquals("n a", screen.shown());
    screen.type("x");
    assertEquals("", screen.shown());
  }

  private static InlineCompletionItem item(String text, int from, int to) {
    InlineCompletionItem item = new InlineCompletionItem();
    item.setInsertText(Either.forLeft(text));
    item.setRange(new Range(new Position(1, from), new Position(1, to)));
    return item;
  }
}
