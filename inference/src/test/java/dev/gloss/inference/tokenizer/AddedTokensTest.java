package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddedTokensTest {

  @Test
  void theLongestTokenAtThePlaceWins() {
    check("x 2 y", "x<a><b>y", token(1, "<a>"), token(2, "<a><b>"), token(3, "<b>"));
  }

  @Test
  void theLeftmostTokenWinsOverALongerOneThatOverlaps() {
    check("1 cde", "abcde", token(1, "ab"), token(2, "bcde"));
    check("a 2 e", "abcde", token(1, "cde"), token(2, "bcd"));
  }

  @Test
  void tokensWithoutTheNormalizedFlagAreFoundFirst() {
    check("a 2", "abcd", normalized(1, "abc"), token(2, "bcd"));
    check("1 2 1", "xxbcdxx", normalized(1, "xx"), token(2, "bcd"));
  }

  @Test
  void aBeginningOfATokenIsText() {
    check("<fi", "<fi", token(1, "<fim>"));
    check("<fi 1", "<fi<fim>", token(1, "<fim>"));
    check("", "", token(1, "<fim>"));
    check("1 1", "<fim><fim>", token(1, "<fim>"));
  }

  @Test
  void rawTokensAreFoundBeforeTheTextIsComposedAndTheOthersAfter() {
    AddedToken raw = token(1, "e\u0301");
    AddedToken composed = normalized(2, "\u00E9");
    check(TextForm.NFC, "1 2 o", "e\u0301\u00E9o", raw, composed);
    check(TextForm.NFC, "2 2 o", "e\u0301\u00E9o", composed);
    check(TextForm.AS_IS, "e\u0301 2 o", "e\u0301\u00E9o", composed);
  }

  private static AddedToken token(int id, String content) {
    return new AddedToken(id, content, false, false);
  }

  private static AddedToken normalized(int id, String content) {
    return new AddedToken(id, content, true, false);
  }

  private static void check(String expected, String text, AddedToken... tokens) {
    check(TextForm.AS_IS, expected, text, tokens);
  }

  private static void check(TextForm form, String expected, String text, AddedToken... tokens) {
    List<String> found = new ArrayList<>();
    char[] characters = text.toCharArray();
    new AddedTokens(List.of(tokens))
        .search(
            characters,
            0,
            characters.length,
            form,
            new AddedTokens.Sink() {
              @Override
              public void text(char[] text, int from, int to) {
                found.add(new String(text, from, to - from));
              }

              @Override
              public void token(int id) {
                found.add(String.valueOf(id));
              }
            });
    assertEquals(expected, String.join(" ", found));
  }
}
