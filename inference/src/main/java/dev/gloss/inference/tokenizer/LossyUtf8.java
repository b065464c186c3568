package dev.gloss.inference.tokenizer;

/// Decodes UTF-8 that arrives in parts; what is no UTF-8 becomes U+FFFD, one for each longest
/// beginning of a sequence, as Unicode recommends and the reference does.
///
/// Java's own decoder writes one U+FFFD for the bytes ED A0 80 (a surrogate) where three are
/// expected. Not safe for use by several threads.
final class LossyUtf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private int codePoint;

  /// How many bytes the open sequence still wants, and the range of the next one.
  private int missing;

  private int lowest;
  private int highest;

  /// Appends to `out` what is complete after these bytes.
  void decode(byte[] bytes, int from, int to, StringBuilder out) {
    for (int i = from; i < to; i++) {
      decode(bytes[i] & 0xFF, out);
    }
  }

  private void decode(int b, StringBuilder out) {
    if (missing > 0) {
      if (b >= lowest && b <= highest) {
        codePoint = codePoint << 6 | (b & 0x3F);
        lowest = 0x80;
        highest = 0xBF;
        if (--missing == 0) {
          out.appendCodePoint(codePoint);
        }
        return;
      }
      missing = 0;
      out.append(REPLACEMENT);
    }
    if (b < 0x80) {
      out.append((char) b);
    } else if (b >= 0xC2 && b <= 0xDF) {
      open(1, b & 0x1F, 0x80, 0xBF);
    } else if (b >= 0xE0 && b <= 0xEF) {
      open(2, b & 0x0F, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
    } else if (b >= 0xF0 && b <= 0xF4) {
      open(3, b & 0x07, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
    } else {
      out.append(REPLACEMENT);
    }
  }

  private void open(int continuations, int bits, int from, int to) {
    missing = continuations;
    codePoint = bits;
    lowest = from;
    highest = to;
  }

  /// Ends the text: an open sequence becomes U+FFFD. The decoder is then as new.
  void finish(StringBuilder out) {
    if (missing > 0) {
      missing = 0;
      out.append(REPLACEMENT);
    }
  }
}
