package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
  private static void check(String text, String... names) {
    List<String> found = new ArrayList<>();
    Identifiers.in(text, 0, text.length(), (from, to) -> found.add(text.substring(from, to)));
    assertEquals(List.of(names), found);
  }

  private static void checkWords(String name, String... words) {
    List<String> found = new ArrayList<>();
    Identifiers.words(name, (from, to) -> found.add(name.substring(from, to)));
    assertEquals(List.of(words), found);
  }

  @Test
  void identifiersAreFoundInAnyText() {
    check(
        "int size = list.size() + 12ab; // naïve café_2",
        "int",
        "size",
        "list",
        "size",
        "naïve",
        "café_2");
    check("x = $y + z1", "$y", "z1");
    check("a b", new String[0]);
    check("a".repeat(65) + " " + "b".repeat(64), "b".repeat(64));
    check("");
  }

  @Test
  void namesAreCutIntoWords() {
    checkWords("parseHTTPRequest", "parse", "HTTP", "Request");
    checkWords("read_next_line", "read", "next", "line");
    checkWords("MAX_VALUE", "MAX", "VALUE");
    checkWords("utf8Decoder", "utf8", "Decoder");
    checkWords("toURL", "URL");
    checkWords("plain");
    checkWords("Plain");
    checkWords("__init__", "init");
    checkWords("_");
  }
}
