package dev.gloss.inference.tokenizer;

import java.util.Arrays;

/// The working memory of one call that encodes: the text as characters, the pieces, the bytes of
/// one piece, the ids so far. Not safe for use by several threads.
final class Encoding implements AddedTokens.Sink {
  private final TextForm form;
  private final AddedTokens addedTokens;
  private final PreTokenizer preTokenizer;
  private final PieceEncoder pieces;
  private final PieceMerger merger;
  private final IntList ids;
  private final IntList ends;
  private final IntList spareEnds;
  private byte[] bytes = new byte[256];

  /// @param expectedChars about how much text will be encoded
  Encoding(TokenizerDefinition definition, int expectedChars) {
    form = definition.form();
    addedTokens = definition.addedTokens();
    preTokenizer = definition.preTokenizer();
    pieces = definition.pieces();
    merger = pieces.merger();
    ids = new IntList(expectedChars / 4);
    ends = new IntList(expectedChars / 4);
    spareEnds = new IntList(expectedChars / 4);
  }

  /// The text's characters, with U+FFFD for each surrogate that has no partner.
  static char[] characters(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      if (!Character.isSurrogate(characters[i])) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(characters[i])
              && i + 1 < characters.length
              && Character.isLowSurrogate(characters[i + 1]);
      if (pair) {
        i++;
      } else {
        characters[i] = '\uFFFD';
      }
    }
    return characters;
  }

  /// Appends one id.
  void add(int id) {
    ids.add(id);
  }

  /// Appends the ids of text in which no added token is looked for.
  void addText(String text) {
    char[] characters = characters(text);
    char[] changed = form.changed(characters, 0, characters.length);
    char[] formed = changed == null ? characters : changed;
    if (addedTokens.hasLetters()) {
      addedTokens.searchLetters(formed, 0, formed.length, this);
    } else {
      addPieces(formed, 0, formed.length);
    }
  }

  @Override
  public void text(char[] text, int from, int to) {
    addPieces(text, from, to);
  }

  @Override
  public void token(int id) {
    add(id);
  }

  /// Appends the ids of text that is in the tokenizer's form.
  ///
  /// @param text without lone surrogates
  void addPieces(char[] text, int from, int to) {
    IntList cuts = preTokenizer.split(text, from, to, ends, spareEnds);
    int start = from;
    for (int i = 0; i < cuts.size(); i++) {
      int end = cuts.get(i);
      addPiece(text, start, end);
      start = end;
    }
  }

  int[] ids() {
    return ids.toArray();
  }

  /// How many steps merging took so far, for tests of its cost.
  long mergeSteps() {
    return merger.steps();
  }

  private void addPiece(char[] text, int from, int to) {
    if ((to - from) * 3L > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(to - from, 3));
    }
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | c >> 6);
        bytes[length++] = continuation(c);
      } else if (!Character.isHighSurrogate(c)) {
        bytes[length++] = (byte) (0xE0 | c >> 12);
        bytes[length++] = continuation(c >> 6);
        bytes[length++] = continuation(c);
      } else {
        int codePoint = Character.toCodePoint(c, text[++i]);
        bytes[length++] = (byte) (0xF0 | codePoint >> 18);
        bytes[length++] = continuation(codePoint >> 12);
        bytes[length++] = continuation(codePoint >> 6);
        bytes[length++] = continuation(codePoint);
      }
    }
    pieces.encode(bytes, 0, length, TokenHash.of(bytes, 0, length), merger, ids);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | bits & 0x3F);
  }
}
