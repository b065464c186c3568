package dev.gloss.inference.tokenizer;

import java.util.Random;

/// Texts that a tokenizer meets, and texts that nobody writes.
final class RandomText {
  private static final String[] CODE = {
    "public",
    " static",
    " final",
    " int",
    " foo",
    "Bar",
    "(",
    ")",
    " {",
    "}",
    ";",
    "\n",
    "\n    ",
    "\n\n",
    "\t",
    " = ",
    "->",
    " // ",
    "/** ",
    " * ",
    "\"",
    "'",
    "0",
    "1",
    "42",
    "1234567",
    "0xFF",
    ".",
    ",",
    "<",
    ">",
    "[]",
    " return",
    " null",
    "@Override",
    "_",
    "$",
    "\r\n",
    "'s",
    " I'm",
    "é",
    "变量",
    " 说明",
    "。"
  };
  private static final String WHITESPACE = " \t\n\r\u000B\f\u0085\u00A0\u2003\u2028\u3000";
  private static final String EDGES =
      "aZéßſΩЖא中々かカ가\u0301\u0903\u20DD½²Ⅷ٣९!~¡—“＂＄。、€+◌🙂👍🏽👨\u200D👩𝔸𐐀\uFEFF\uFFFD\uE000\u0378\u0000\u001F\u007F";

  /// What expressions for words tell apart: cases, marks, scripts, contractions, numbers.
  private static final String WORDS =
      "aBcS\u017F\u01C5\u02B0\u3005\u4E2D\u304B\u0301\u3007\u2F00''strevml1\u00BD .\n";

  private final Random random;

  RandomText(Random random) {
    this.random = random;
  }

  /// A text of about `parts` parts, all of one kind or mixed; well-formed UTF-16.
  String text(int parts) {
    int kind = random.nextInt(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      append(text, kind == 4 ? random.nextInt(4) : kind);
    }
    return text.toString();
  }

  /// Letters and what may stand beside them, so dense that all neighbourhoods occur.
  String word(int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(WORDS.charAt(random.nextInt(WORDS.length())));
    }
    return text.toString();
  }

  private void append(StringBuilder text, int kind) {
    switch (kind) {
      case 0 -> text.append(CODE[random.nextInt(CODE.length)]);
      case 1 -> text.append(WHITESPACE.charAt(random.nextInt(WHITESPACE.length())));
      case 2 -> {
        int[] edges = EDGES.codePoints().toArray();
        text.appendCodePoint(edges[random.nextInt(edges.length)]);
      }
      default -> text.appendCodePoint(anyCodePoint());
    }
  }

  private int anyCodePoint() {
    int limit = new int[] {0x80, 0x800, 0x3400, 0x10000, 0x20000, 0x110000}[random.nextInt(6)];
    int codePoint = random.nextInt(limit);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return surrogate ? codePoint - 0x800 : codePoint;
  }
}
