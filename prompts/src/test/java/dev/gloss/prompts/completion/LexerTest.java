package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LexerTest {
  /// @param map a letter for each character: `.` for code, `c` for a comment, `s` for a string
  private static void check(String language, String text, String map) {
    StringBuilder found = new StringBuilder();
    for (Lexer.Region region : CodeSpans.of(text, Lexicon.ofBraces(language))) {
      found.append(
          switch (region) {
            case CODE -> '.';
            case COMMENT -> 'c';
            case STRING -> 's';
          });
    }
    assertEquals(map, found.toString(), text);
  }

  @Test
  void commentsAndStringsAreToldFromCode() {
    check("java", "a // b\nc", "..cccc..");
    check("java", "a /* b\n*/ c", "..ccccccc..");
    check("java", "f(\"x\\\"y\") 'q'", "..ssssss..sss");
    check("java", "\"\"\"\n{\"\n\"\"\";", "ssssssssss.");
    check("python", "x = '#' # y", "....sss.ccc");
    check("javascript", "`{\n` + '{'", "ssss...sss");
  }

  @Test
  void linesEndWithACarriageReturnToo() {
    check("java", "a // b\rc", "..cccc..");
    check("java", "a // b\r\nc", "..ccccc..");
    check("python", "'a\\\r\nb' c", "sssssss..");
  }

  @Test
  void aQuoteMayOpenNothing() {
    check(
        "rust",
        "f<'a>(x: &'a str) '{' '\\'' '\\u{1F600}'",
        ".".repeat(18) + "sss.ssss.sssssssssss");
    check("cpp", "if (x > 1'000) { '{'", ".".repeat(17) + "sss");
    check("rust", "'\uD83D\uDE00' {", "ssss..");
  }

  @Test
  void whatNothingClosesIsCode() {
    check("javascript", "/\"/.test(x) {\n\"}\"", ".".repeat(14) + "sss");
    check("javascript", "/`/ {\n'}'", "......sss");
    check("nothing known", "a ` b", ".....");
    check("nothing known", "\"{\" `}` // {", "sss.sss.cccc");
  }

  @Test
  void aStringThatBreaksOffEndsWithItsLine() {
    Lexer lexer = new Lexer(Lexicon.JAVA);
    String text = "s = \"abc\n";
    int at = 0;
    while (at < text.length() - 1) {
      at = lexer.step(text, at);
    }
    assertEquals(true, lexer.inString());
    lexer.step(text, at);
    assertEquals(true, lexer.isBroken());
    assertEquals(true, lexer.inCode());
  }

  @Test
  void manyQuotesThatNothingClosesCostWhatTheyCost() {
    String[] nasty = {"\"\\".repeat(500_000), "`\n".repeat(500_000) + "`", "'\"".repeat(500_000)};
    for (String text : nasty) {
      for (String language : new String[] {"java", "javascript", "rust", "python"}) {
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> CodeSpans.of(text, Lexicon.ofBraces(language)));
      }
    }
  }

  @Test
  void manyBracketsOfWhichNoneFitsCostWhatTheyCost() {
    String text = "(".repeat(500_000) + "]".repeat(500_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertEquals(1_000_000, BracketScan.faults(text, Lexicon.JAVA).size()));
  }
}
