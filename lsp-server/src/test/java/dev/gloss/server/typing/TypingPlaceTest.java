package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypingPlaceTest {

  @Test
  void aLineFeedBringsItsIndentationAlong() {
    TypingPlace place = place("class A {\n  ", "a;\n  b;");
    assertEquals("\n  ", place.firstKey());
    assertEquals(List.of("a", ";", "\n  ", "b", ";"), place.keys());
  }

  @Test
  void insideOfALineTheFirstKeyIsTheCharacterBefore() {
    assertEquals(".", place("int n = text.", "size();").firstKey());
    assertEquals(" ", place("int n = ", "1;").firstKey());
    assertEquals("", place("", "class A {}").firstKey());
  }

  @Test
  void aCodePointIsOneKey() {
    TypingPlace place = place("a😀", "😀b");
    assertEquals("😀", place.firstKey());
    assertEquals(List.of("😀", "b"), place.keys());
  }

  @Test
  void aCarriageReturnGoesWithItsLineFeed() {
    TypingPlace place = place("class A {\r\n  ", "a;\r\n  b;");
    assertEquals("\r\n  ", place.firstKey());
    assertEquals(List.of("a", ";", "\r\n  ", "b", ";"), place.keys());
  }

  private static TypingPlace place(String before, String middle) {
    return new TypingPlace("1", PlaceKind.OTHER, "g", "file:///A.java", "java", before, middle, "");
  }
}
