package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Strings out of a file.
final class Text {
  private static final int MAX_SHOWN = 80;
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /// Decodes `count` bytes of UTF-8.
  ///
  /// @param file named in errors
  /// @param what the string is, for errors
  /// @throws ModelException if it is no UTF-8
  static String decode(Path file, String what, byte[] bytes, int from, int count) {
    String text = new String(bytes, from, count, StandardCharsets.UTF_8);
    // What is malformed was replaced; that this character stands there itself is rare.
    if (text.indexOf(REPLACEMENT) >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, count));
      } catch (CharacterCodingException e) {
        throw new ModelException(
            "%s: %s is \"%s\", expected UTF-8".formatted(file, what, shown(text)), e);
      }
    }
    return text;
  }

  /// A string as a message shows it: on one line, not longer than a glance.
  static String shown(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_SHOWN; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.append(text.length() > MAX_SHOWN ? "…" : "").toString();
  }
}
