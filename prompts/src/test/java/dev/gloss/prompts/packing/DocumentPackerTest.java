package dev.gloss.prompts.packing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.WordTokenizer;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DocumentPackerTest {
  private final WordTokenizer tokenizer = new WordTokenizer(false);
  private final DocumentPacker packer = new DocumentPacker(tokenizer);

  /// `lines` numbered lines of 7 tokens and about 30 characters.
  private static String code(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(String.format("    number%04d = compute(%04d)%n", i, i).replace("\r", ""));
    }
    return text.toString();
  }

  private Window check(String document, int cursor, int budget) {
    Window window = packer.pack(document, cursor, budget);
    assertEquals(document.substring(window.start(), cursor), window.prefix());
    assertEquals(document.substring(cursor, window.end()), window.suffix());
    assertEquals(tokenizer.encodeText(window.prefix()).length, window.prefixTokens());
    assertEquals(tokenizer.encodeText(window.suffix()).length, window.suffixTokens());
    assertTrue(window.tokens() <= Math.max(0, budget), window::toString);
    return window;
  }

  @Test
  void whatFitsIsTakenWhole() {
    String document = code(10);
    Window window = check(document, 100, 1000);
    assertEquals(document, window.prefix() + window.suffix());
  }

  @Test
  void whatDoesNotFitIsCutAtLineBordersFarFromTheCursor() {
    String document = code(1000);
    int cursor = document.indexOf("0500 = ");
    Window window = check(document, cursor, 400);
    assertTrue(window.prefix().startsWith("    number"), window.prefix());
    assertTrue(window.suffix().endsWith("\n"), window.suffix());
    assertTrue(window.suffixTokens() <= 100 && window.suffixTokens() > 90, window::toString);
    assertTrue(window.prefixTokens() > 200, window::toString);
  }

  @Test
  void whatTheSuffixLeavesGoesToThePrefix() {
    String document = code(1000);
    Window window = check(document, document.length(), 400);
    assertTrue(window.prefixTokens() > 300, window::toString);
  }

  @Test
  void whatThePrefixLeavesGoesToTheSuffix() {
    String document = code(1000);
    Window window = check(document, 10, 400);
    assertEquals(0, window.start());
    assertTrue(window.tokens() > 390, window::toString);
  }

  @Test
  void typingSeldomMovesTheStart() {
    String before = code(600);
    String after = "\n" + code(300);
    String typed = "        return compute(first, second) + other(third);\n".repeat(4);
    TreeSet<Integer> starts = new TreeSet<>();
    for (int n = 0; n <= 200; n++) {
      String prefix = before + typed.substring(0, n);
      starts.add(check(prefix + after, prefix.length(), 1024).start());
    }
    assertTrue(starts.size() <= 2, starts::toString);
  }

  @Test
  void aLongSessionMovesTheStartOnceAGridStep() {
    String before = code(600);
    int moves = 0;
    int last = -1;
    int budget = 512;
    String typed = code(120);
    for (int n = 0; n < typed.length(); n += 3) {
      int start = check(before + typed.substring(0, n), before.length() + n, budget).start();
      assertTrue(start >= last || start >= last - budget, "start " + start + " after " + last);
      moves += last >= 0 && start != last ? 1 : 0;
      last = start;
    }
    int steps = typed.length() / (budget - budget / 4);
    assertTrue(moves <= 3 * steps, moves + " moves in " + steps + " steps");
  }

  @Test
  void aBracketClosedByTheEditorSeldomMovesTheStart() {
    String before = code(600);
    TreeSet<Integer> starts = new TreeSet<>();
    for (String after : new String[] {"\n}\n", ")\n}\n", ");\n}\n", "))\n}\n", "\n\n}\n}\n"}) {
      starts.add(check(before + "call(" + after, before.length() + 5, 512).start());
    }
    assertEquals(1, starts.size(), starts::toString);
  }

  @Test
  void theWorkDoesNotGrowWithTheDocument() {
    String document = code(60_000);
    tokenizer.takeEncodedChars();
    packer.pack(document, document.length() / 2, 1024);
    long small = tokenizer.takeEncodedChars();
    assertTrue(small < 20_000, small + " characters encoded");

    String oneLine = "a".repeat(20) + " b".repeat(2_000_000);
    packer.pack(oneLine, oneLine.length() / 2, 1024);
    long line = tokenizer.takeEncodedChars();
    assertTrue(line < 200_000, line + " characters encoded");
  }

  @Test
  void longLinesAreCutInside() {
    String document = "x ".repeat(5000);
    Window window = check(document, 5000, 200);
    assertTrue(window.prefixTokens() > 50 && window.suffixTokens() > 25, window::toString);
  }

  @Test
  void surrogatePairsAreNotSplit() {
    String document = "\uD83D\uDE00".repeat(3000);
    Window window = check(document, 3000, 128);
    assertTrue(window.prefixTokens() > 0, window::toString);
    assertTrue(Character.isHighSurrogate(window.prefix().charAt(0)), "starts inside a pair");
    assertTrue(Character.isLowSurrogate(window.suffix().charAt(window.suffix().length() - 1)));
  }

  @Test
  void anyDocumentCursorAndBudgetFit() {
    Random random = new Random(Long.getLong("seed", 7));
    String[] words = {"a", "\n", " ", "    ", "long_identifier_of_some_size", "\n\n", ";", "{\n"};
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(400); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]);
      }
      check(text.toString(), random.nextInt(text.length() + 1), random.nextInt(-1, 300));
    }
  }

  @Test
  void aCursorOutsideIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> packer.pack("abc", 4, 10));
    assertEquals("cursor 4: expected 0 to 3, the document's length", refusal.getMessage());
  }
}
