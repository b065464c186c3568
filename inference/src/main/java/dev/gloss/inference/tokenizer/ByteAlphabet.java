package dev.gloss.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// GPT-2's spelling of the 256 byte values as printable characters, in which byte-level
/// vocabularies are written: printable Latin-1 stands for itself, the other 68 bytes for U+0100
/// upwards.
final class ByteAlphabet {
  private static final int LAST = 0x143;
  private static final short[] BYTE_OF_CHAR = byteOfChar();

  private ByteAlphabet() {}

  private static short[] byteOfChar() {
    short[] map = new short[LAST + 1];
    Arrays.fill(map, (short) -1);
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
      map[printable ? b : next++] = (short) b;
    }
    return map;
  }

  /// The byte value `[0, 256)` of a character of the alphabet, -1 for any other character.
  static int byteOf(char c) {
    return c <= LAST ? BYTE_OF_CHAR[c] : -1;
  }

  /// Whether a token's text spells a single byte of ASCII.
  static boolean isByte(String token) {
    return token.length() == 1 && byteOf(token.charAt(0)) >= 0 && byteOf(token.charAt(0)) < 0x80;
  }

  /// The bytes that a token's text spells, or null when a character is not of the alphabet.
  static byte @Nullable [] spelledBytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      int b = byteOf(token.charAt(i));
      if (b < 0) {
        return null;
      }
      bytes[i] = (byte) b;
    }
    return bytes;
  }

  /// What a token stands for when it is decoded: the bytes it spells, else its own UTF-8.
  static byte[] decodedBytes(String token) {
    byte[] spelled = spelledBytes(token);
    return spelled != null ? spelled : token.getBytes(StandardCharsets.UTF_8);
  }
}
