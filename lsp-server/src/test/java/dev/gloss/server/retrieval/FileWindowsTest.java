package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileWindowsTest {
  private static String terms(String text, int window) {
    FileWindows windows = new FileWindows(text, "java");
    return Arrays.stream(windows.terms(window))
        .mapToObj(windows::term)
        .collect(Collectors.joining(" "));
  }

  private static String lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line" + i + "\n").collect(Collectors.joining());
  }

  private static void checkCount(int lines, int windows) {
    assertEquals(windows, new FileWindows(lines(lines), "java").count());
  }

  @Test
  void windowsOverlapAndReachTheEnd() {
    checkCount(0, 0);
    checkCount(1, 1);
    checkCount(20, 1);
    checkCount(21, 2);
    checkCount(30, 2);
    checkCount(31, 3);
    assertTrue(terms(lines(31), 2).startsWith("line20"));
    assertTrue(terms(lines(31), 2).endsWith("line30"));
    assertTrue(terms(lines(31), 1).endsWith("line29"));
  }

  @Test
  void termsAreNamesAndTheirWordsInSmallLettersOnce() {
    assertEquals(
        "readnextline read next line", terms("return readNextLine(); // readNextLine\n", 0));
  }

  @Test
  void linesComeBackAsTheyAre() {
    FileWindows windows = new FileWindows("a\n\n  b\r\nc", "java");
    assertEquals("a\n\n  b\r\nc", windows.text(0, 4));
    assertEquals("  b", windows.text(2, 3));
    assertTrue(windows.isBlank(1));
    assertEquals(4, windows.lineCount());
  }
}
