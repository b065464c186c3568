package dev.gloss.server.typing;

import dev.gloss.prompts.completion.CodeSpans;
import dev.gloss.prompts.completion.Lexer.Region;
import dev.gloss.prompts.completion.Lexicon;

/// What the characters of a Java text belong to. Immutable.
final class CodeMap {
  private final Region[] regions;

  CodeMap(String text) {
    this.regions = CodeSpans.of(text, Lexicon.JAVA);
  }

  /// What the character at an offset belongs to.
  Region at(int offset) {
    return regions[offset];
  }

  /// Whether the character at an offset is code.
  boolean isCode(int offset) {
    return regions[offset] == Region.CODE;
  }
}
