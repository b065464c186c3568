package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteAlphabetTest {

  /// The character of a byte, looked up the slow way.
  static String spell(int b) {
    for (char c = 0; c < 0x200; c++) {
      if (ByteAlphabet.byteOf(c) == b) {
        return String.valueOf(c);
      }
    }
    throw new AssertionError("no character for " + b);
  }

  @Test
  void everyByteHasOneCharacter() {
    int[] bytes = new int[256];
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      int b = ByteAlphabet.byteOf((char) c);
      if (b >= 0) {
        bytes[b]++;
      }
    }
    int[] once = new int[256];
    Arrays.fill(once, 1);
    assertArrayEquals(once, bytes);
  }

  @Test
  void spaceAndLineFeedAreSpelledAsInGpt2() {
    assertEquals("Ġ", spell(' '));
    assertEquals("Ċ", spell('\n'));
    assertEquals("Ń", spell(0xAD));
    assertEquals("ÿ", spell(0xFF));
  }

  @Test
  void aTokenOutsideTheAlphabetStandsForItsOwnText() {
    assertNull(ByteAlphabet.spelledBytes("<｜User｜>"));
    assertArrayEquals(
        "<｜User｜>".getBytes(StandardCharsets.UTF_8), ByteAlphabet.decodedBytes("<｜User｜>"));
    assertArrayEquals(new byte[] {' ', 'a'}, ByteAlphabet.decodedBytes("Ġa"));
  }
}
