package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void imagesAndHtmlAreTakenTheirPower() {
    assertEquals(
        "a !\\[x](http://evil/?q) &lt;img src=x> b",
        Markdown.harmless("a ![x](http://evil/?q) <img src=x> b"));
  }

  @Test
  void codeAndOtherMarkdownStay() {
    String text = "Uses `List<String>` and **bold**:\n```java\nMap<K, V> m;\n```\nend";
    assertEquals(text, Markdown.harmless(text));
    assertEquals("an open ` tick &lt;b>", Markdown.harmless("an open ` tick <b>"));
  }

  @Test
  void aFenceIsLongerThanWhatItHolds() {
    assertEquals("```java\nint a;\n```\n", Markdown.fenced("int a;", "java"));
    assertEquals("````\n```\nx\n```\n````\n", Markdown.fenced("```\nx\n```", "no language!"));
  }
}
