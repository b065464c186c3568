package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorPlaceTest {
  /// Documents mark the cursor by a bar; `~` is a line feed.
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '§',
      value = {
        "CODE ¦ java ¦ class A {~  |~}",
        "CODE ¦ java ¦ int x = |",
        "CODE ¦ java ¦ f(|);",
        "CODE ¦ java ¦ f(a, |) {",
        "CODE ¦ java ¦ for (int i = 0; |) {}",
        "CODE ¦ java ¦ f();~  |",
        "CODE ¦ java ¦ f(\"a//b\", |",
        "COMMENT ¦ java ¦ int x; // the |",
        "COMMENT ¦ java ¦ /** Returns |",
        "COMMENT ¦ java ¦ /* a~ * |~ */",
        "COMMENT ¦ sql ¦ select 1 -- |",
        "STRING ¦ java ¦ f(\"a |\")",
        "STRING ¦ java ¦ String s = \"\"\"~  a |~  \"\"\";",
        "STRING ¦ javascript ¦ x = `a ${|`",
        "STRING ¦ python ¦ x = '''~a |",
        "BEHIND_STATEMENT ¦ java ¦ return x;|",
        "BEHIND_STATEMENT ¦ java ¦ return x; |~}",
        "BEHIND_STATEMENT ¦ java ¦ if (a) { b(); } |",
        "BEHIND_STATEMENT ¦ c ¦ }|",
        "CODE ¦ python ¦ x = {1: 2};|",
        "BEFORE_TEXT ¦ java ¦ int x = | + 1;",
        "BEFORE_TEXT ¦ java ¦ | return x;",
        "BEFORE_TEXT ¦ python ¦ x = | if y else z",
        "IN_WORD ¦ java ¦ ge|tName();",
        "IN_WORD ¦ python ¦ na|ïve = 1",
      })
  void whatStandsAtACursor(CursorPlace expected, String language, String document) {
    CompletionSite site = Cursor.in(document.replace('~', '\n'));
    assertEquals(expected, new CompletionReading(site, Syntax.of(language)).place());
  }
}
