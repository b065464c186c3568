package dev.gloss.inference.decode;

import dev.gloss.inference.Tokenizer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// A vocabulary's text tokens in the order of their bytes, so that those with a given beginning lie
/// side by side. Special tokens are not among them. Immutable.
public final class TokenBytes {
  private final byte[][] bytes;
  private final int[] ordered;

  /// Sorts a vocabulary, which takes a moment.
  ///
  /// @param vocabularySize ids that the model scores; those from here on are left out
  public TokenBytes(Tokenizer tokenizer, int vocabularySize) {
    int ids = Math.min(tokenizer.vocabularySize(), vocabularySize);
    bytes = new byte[ids][];
    Arrays.setAll(bytes, id -> tokenizer.isSpecial(id) ? new byte[0] : tokenizer.bytesOf(id));
    ordered =
        IntStream.range(0, ids)
            .filter(id -> bytes[id].length > 0)
            .boxed()
            .sorted((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /// Bytes of a token; 0 for a special one, or one that the model does not score.
  public int length(int token) {
    return token < bytes.length ? bytes[token].length : 0;
  }

  /// The tokens a text that begins with these bytes may begin with: those that begin with all of
  /// them, and those that are a beginning of them.
  ///
  /// @param text its bytes from `from` on, at least one, are meant
  /// @param found called for each token
  void forEachBeginning(byte[] text, int from, IntConsumer found) {
    for (int to = from + 1; to < text.length; to++) {
      // Several ids may stand for the same bytes.
      for (int i = first(text, from, to); i < ordered.length; i++) {
        byte[] token = bytes[ordered[i]];
        if (!Arrays.equals(token, 0, token.length, text, from, to)) {
          break;
        }
        found.accept(ordered[i]);
      }
    }
    for (int i = first(text, from, text.length); i < ordered.length; i++) {
      if (!startsWith(bytes[ordered[i]], text, from)) {
        return;
      }
      found.accept(ordered[i]);
    }
  }

  /// Whether what a token says behind its first bytes leaves the line as it is: blanks, if any, and
  /// the line's end.
  boolean endsLine(int token, int from) {
    byte[] text = bytes[token];
    for (int i = from; i < text.length; i++) {
      if (text[i] == '\n' || text[i] == '\r') {
        return true;
      }
      if (text[i] != ' ' && text[i] != '\t') {
        return false;
      }
    }
    return false;
  }

  /// Place in the order of the first token that is not before these bytes.
  private int first(byte[] text, int from, int to) {
    int low = 0;
    int high = ordered.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] token = bytes[ordered[middle]];
      if (Arrays.compareUnsigned(token, 0, token.length, text, from, to) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean startsWith(byte[] token, byte[] text, int from) {
    int length = text.length - from;
    return token.length >= length && Arrays.equals(token, 0, length, text, from, text.length);
  }
}
